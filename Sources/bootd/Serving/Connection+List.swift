internal import Contract
internal import JSON
internal import Varlink

/// Some rows of a list; there may be none in the middle.
struct ListPage<Row: MessageValue> {
    let rows: [Row]
    let isLast: Bool
}

extension Connection {
    /// Answers a list: page after page to a caller that takes several replies; to others only if it fits one page.
    func list<Row: MessageValue>(
        _ name: StaticString, more: Bool, _ next: @escaping () -> ListPage<Row>
    ) throws(VarlinkFailure) {
        guard more else {
            let rows = try onlyPage(next)
            return reply { $0.set(name, rows) }
        }
        stream(pages: { [weak self] in
            let page = next()
            if page.isLast || !page.rows.isEmpty {
                self?.reply(continues: !page.isLast) { $0.set(name, page.rows) }
            }
            return !page.isLast
        })
    }

    private func onlyPage<Row>(_ next: () -> ListPage<Row>) throws(VarlinkFailure) -> [Row] {
        var rows: [Row] = []
        while true {
            let page = next()
            rows += page.rows
            if rows.count > ControlInterface.pageSize { throw .expectedMore }
            if page.isLast { return rows }
        }
    }
}
