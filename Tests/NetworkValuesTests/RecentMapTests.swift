import NetworkValues
import Testing

@Suite struct RecentMapTests {
    @Test func whatWasNotSeenForLongestIsForgotten() {
        var map = RecentMap<Int, Int>(limit: 4)
        for number in 1...4 { map[number] = number }
        #expect((1...4).map { map[$0] } == [1, 2, 3, 4])
        map[1] = 10
        #expect((1...4).map { map[$0] } == [10, nil, 3, 4])
        map[5] = 5
        #expect((1...5).map { map[$0] } == [10, nil, 3, 4, 5])
        map[6] = 6
        #expect((1...6).map { map[$0] } == [10, nil, nil, nil, 5, 6])
        map[5] = nil
        #expect(map[5] == nil)
    }
}
