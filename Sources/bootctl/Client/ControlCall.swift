internal import JSON

/// A method of `io.bootd.Control` with its parameters.
struct ControlCall {
    let method: StaticString
    var parameters: (inout JSONWriter) -> Void = { _ in }
}
