import Foundation
import GRDB

extension StoreError {
    /// Translates what GRDB and Foundation throw.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        default:
            let error = error as NSError
            let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
            self = .failed(path: path, code: cause.code, message: cause.localizedDescription)
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let message = error.message ?? "unknown error"
        let advice: String
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(path: path, detail: message)
            return
        case .SQLITE_FULL:
            self = .full(path: path)
            return
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            advice =
                FileInTheWay(of: path).map { "; \($0)" } ?? "; its directory must exist, and bootd must be allowed to write there"
        case .SQLITE_BUSY, .SQLITE_LOCKED: advice = "; another program is writing to it"
        case .SQLITE_IOERR: advice = "; the kernel's log says more"
        default: advice = ""
        }
        self = .failed(path: path, code: Int(error.extendedResultCode.rawValue), message: message + advice)
    }
}
