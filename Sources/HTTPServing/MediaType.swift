/// The Content-Type of a file, by its extension.
///
/// UEFI firmware knows its own types only without parameters, and otherwise goes by the extension in the URL; so `.img`,
/// which is mostly an initrd, need not be called a disk image. Nothing is ever given a Content-Encoding: `.gz` is what it is.
public enum MediaType {
    public static let text = "text/plain; charset=utf-8"
    public static let html = "text/html; charset=utf-8"
    public static let json = "application/json"
    public static let octets = "application/octet-stream"

    /// The type of the file with this name.
    public static func of(_ name: String) -> String {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return octets }
        return byExtension[name[dot...].dropFirst().lowercased()] ?? octets
    }

    private static let byExtension: [String: String] = [
        "efi": "application/efi",
        "iso": "application/vnd.efi-iso",
        "ipxe": text, "txt": text, "cfg": text, "conf": text, "ks": text, "sh": text, "asc": text, "log": text,
        "yaml": text, "yml": text,
        "json": json, "ign": json, "ignition": json,
        "html": html, "htm": html,
        "css": "text/css; charset=utf-8",
        "xml": "text/xml; charset=utf-8",
        "svg": "image/svg+xml", "png": "image/png",
        "sig": "application/pgp-signature",
        "gz": "application/gzip", "xz": "application/x-xz", "zst": "application/zstd", "bz2": "application/x-bzip2",
        "tar": "application/x-tar",
    ]
}
