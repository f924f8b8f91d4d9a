import LinuxIO
import NIOCore

/// An open file that the kernel copies to a socket by itself (sendfile(2)).
///
/// The one place that knows of NIO's FileRegion.
final class OpenFile {
    let status: FileStatus
    private let descriptor: Descriptor
    private let handle: NIOFileHandle

    init(_ descriptor: consuming Descriptor, _ status: FileStatus) {
        handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor.raw)
        self.status = status
        self.descriptor = descriptor
    }

    deinit {
        // The number is the descriptor's to close.
        _ = try? handle.takeDescriptorOwnership()
    }

    /// How long the file is now; 0 when that cannot be told.
    var currentLength: Int64 { (try? descriptor.status().size) ?? 0 }

    /// A part of the file, for a channel to send.
    ///
    /// The file must be held until that is done.
    func region(_ part: Range<Int64>) -> IOData {
        let (start, end) = (Int(clamping: part.lowerBound), Int(clamping: part.upperBound))
        return .fileRegion(FileRegion(fileHandle: handle, readerIndex: start, endIndex: end))
    }
}
