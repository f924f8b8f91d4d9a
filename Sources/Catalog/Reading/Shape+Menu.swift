extension Shape where Value == String {
    /// What firmware can show.
    static var menuText: Self {
        .scalar("some text") { text throws(Mismatch) in
            guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
                throw Mismatch("\(quoted(text)) has letters that are not ASCII, which is all that firmware shows")
            }
            return try OneLine.check(text)
        }
    }
}

extension Shape where Value == UInt8 {
    /// Seconds, as PXE counts them: 0 is at once, and 255 never.
    static var menuTimeout: Self {
        .scalar("a time of up to 254s, 0s to boot the first entry at once, or wait") { text in
            switch text {
            case "wait": return 255
            case "0", "0s": return 0
            default:
                guard let seconds = TimeSpan.seconds(text), seconds < 255 else { return nil }
                return UInt8(seconds)
            }
        }
    }
}

extension Shape where Value == UInt16 {
    static var bootServerType: Self {
        .scalar("a number from 1 to 65535, such as 0x8001") { text in
            guard !text.contains("+") else { return nil }
            let number = text.hasPrefix("0x") ? UInt16(text.dropFirst(2), radix: 16) : UInt16(text)
            return number == 0 ? nil : number
        }
    }
}
