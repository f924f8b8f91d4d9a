import HTTPServing
import NIOHTTP1

extension HTTPResponseHead {
    /// The head as it goes out.
    ///
    /// Always HTTP/1.1, as RFC 9110 section 2.5 wants: firmware takes 1.0 for the end of the connection.
    init(_ head: ResponseHead, date: String, isLast: Bool) {
        var headers = HTTPHeaders()
        headers.reserveCapacity(head.fields.count + 2)
        headers.add(name: "Date", value: date)
        for field in head.fields { headers.add(name: field.name.rawValue, value: field.value) }
        headers.add(name: "Connection", value: isLast ? "close" : "keep-alive")
        self.init(version: .http1_1, status: HTTPResponseStatus(statusCode: head.status.rawValue), headers: headers)
    }
}
