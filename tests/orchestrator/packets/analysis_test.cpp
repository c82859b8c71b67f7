#include "orchestrator/packets/analysis.h"

#include <gtest/gtest.h>

#include "orchestrator/packets/summary.h"

namespace gauntlet::orchestrator::packets {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::uint32_t kSize = 1000;  // of a segment's payload

// A conversation whose segments a test says one by one. Sequence numbers count from the one behind
// the SYN, and wrap after a few segments.
class Analysed : public testing::Test {
 protected:
  static constexpr std::uint32_t kFirst = 0xffff'f000;

  Segment base(bool from_client) const {
    Segment segment{.time_ns = now, .flags = kAck, .window = 500};
    segment.source.port = from_client ? 40000 : 80;
    segment.destination.port = from_client ? 80 : 40000;
    return segment;
  }
  Segment data(std::uint32_t offset, std::uint32_t length = kSize) const {
    Segment segment = base(false);
    segment.sequence = kFirst + offset;
    segment.acknowledgement = 101;
    segment.length = length;
    return segment;
  }
  Segment ack(std::uint32_t offset) const {
    Segment segment = base(true);
    segment.sequence = 101;
    segment.acknowledgement = kFirst + offset;
    return segment;
  }
  Segment stamped(Segment segment, std::uint32_t value, std::uint32_t echo = 0) const {
    segment.timestamps = Timestamps{value, echo};
    return segment;
  }
  Segment sacking(Segment segment, std::uint32_t begin, std::uint32_t end) const {
    segment.sack[segment.sack_blocks++] = {kFirst + begin, kFirst + end};
    return segment;
  }
  Kind at(std::int64_t ms, Segment segment) {
    now = ms * kMs;
    segment.time_ns = now;
    return analysis.add(segment);
  }
  // From 0 to 20 ms; the server announces an MSS of 1460, and so does the client.
  void shake_hands() {
    Segment syn = base(true);
    syn.flags = kSyn;
    syn.sequence = 100;
    syn.mss = 1460;
    at(0, syn);
    Segment answer = base(false);
    answer.flags = kSyn | kAck;
    answer.sequence = kFirst - 1;
    answer.acknowledgement = 101;
    answer.mss = 1460;
    at(10, answer);
    at(20, ack(0));
  }
  Figures totals() const { return analysis.totals(); }

  Analysis analysis;
  std::int64_t now = 0;
};

TEST_F(Analysed, AConversationWithoutTroubleHasNone) {
  shake_hands();
  EXPECT_EQ(at(30, data(0)), Kind::kData);
  EXPECT_EQ(at(31, ack(kSize)), Kind::kAck);
  EXPECT_EQ(totals(), (Figures{.packets = 5, .bytes = kSize}));
  ASSERT_EQ(analysis.connections().size(), 1u);
}

TEST_F(Analysed, TheHandshakeIsTimed) {
  shake_hands();
  EXPECT_EQ(analysis.connections()[0]->handshake_ns, 20 * kMs);
}

TEST_F(Analysed, AHandshakeWhoseSynWasSentTwiceIsNotTimed) {
  Segment syn = base(true);
  syn.flags = kSyn;
  syn.sequence = 100;
  at(0, syn);
  EXPECT_EQ(at(1000, syn), Kind::kRetransmission);
  Segment answer = base(false);
  answer.flags = kSyn | kAck;
  answer.sequence = kFirst - 1;
  answer.acknowledgement = 101;
  at(1010, answer);
  at(1020, ack(0));
  EXPECT_FALSE(analysis.connections()[0]->handshake_ns);
}

TEST_F(Analysed, WhatIsSentAgainAfterDuplicateAcksIsFast) {
  shake_hands();
  for (std::uint32_t i = 0; i < 5; ++i) at(30, data(i * kSize));
  at(50, ack(0));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(at(51, ack(0)), Kind::kDuplicateAck);
  EXPECT_EQ(at(52, data(0)), Kind::kFastRetransmission);
  EXPECT_EQ(totals().duplicate_acks, 3u);
  EXPECT_EQ(totals().fast_retransmissions, 1u);
  EXPECT_EQ(totals().timeouts(), 0u);
}

TEST_F(Analysed, WhatIsSentAgainSoonAfterASackOfSomethingLaterIsFast) {
  shake_hands();
  for (std::uint32_t i = 0; i < 3; ++i) at(30, data(i * kSize));
  at(50, sacking(ack(0), 2 * kSize, 3 * kSize));
  EXPECT_EQ(at(51, data(kSize)), Kind::kFastRetransmission);
}

TEST_F(Analysed, WhatIsSentAgainAfterSilenceIsAfterATimeout) {
  shake_hands();
  for (std::uint32_t i = 0; i < 3; ++i) at(30, data(i * kSize));
  at(50, sacking(ack(0), 2 * kSize, 3 * kSize));
  EXPECT_EQ(at(300, data(0)), Kind::kRetransmission);
  EXPECT_EQ(totals().timeouts(), 1u);
}

TEST_F(Analysed, WhatWasAcknowledgedIsSentAgainInVain) {
  shake_hands();
  at(30, data(0));
  at(31, ack(kSize));
  EXPECT_EQ(at(40, data(0)), Kind::kSpuriousRetransmission);
}

TEST_F(Analysed, ADuplicateSackSaysThatARetransmissionWasInVain) {
  shake_hands();
  at(30, data(0));
  EXPECT_EQ(at(300, data(0)), Kind::kRetransmission);
  at(301, ack(kSize));
  at(302, sacking(ack(kSize), 0, kSize));
  EXPECT_EQ(totals().spurious_retransmissions, 1u);
  EXPECT_EQ(totals().retransmissions, 1u);
}

TEST_F(Analysed, TheEchoOfAnOlderTimestampSaysThatARetransmissionWasInVain) {
  shake_hands();
  at(30, stamped(data(0), 1000));
  at(300, stamped(data(0), 1270));
  at(301, stamped(ack(kSize), 5, 1000));
  EXPECT_EQ(totals().spurious_retransmissions, 1u);
}

TEST_F(Analysed, TheEchoOfItsOwnTimestampSaysThatARetransmissionWasNeeded) {
  shake_hands();
  at(30, stamped(data(0), 1000));
  at(300, stamped(data(0), 1270));
  at(301, stamped(ack(kSize), 5, 1270));
  EXPECT_EQ(totals().spurious_retransmissions, 0u);
}

TEST_F(Analysed, AGapThatIsFilledByALaterStampWasLost) {
  shake_hands();
  EXPECT_EQ(at(30, stamped(data(kSize), 1000)), Kind::kAfterGap);
  at(30, ack(0));
  EXPECT_EQ(at(31, stamped(data(0), 1021)), Kind::kRetransmission);
  EXPECT_EQ(totals().lost, 1u);
  EXPECT_EQ(totals().out_of_order, 0u);
}

TEST_F(Analysed, AGapThatIsFilledByAnEarlierStampWasOvertaken) {
  shake_hands();
  at(30, stamped(data(kSize), 1000));
  EXPECT_EQ(at(300, stamped(data(0), 999)), Kind::kOutOfOrder);
  EXPECT_EQ(totals().lost, 0u);
  EXPECT_EQ(totals().retransmissions, 0u);
}

TEST_F(Analysed, WithoutStampsAGapIsLostThatWasOpenForARoundTrip) {
  shake_hands();
  at(30, data(kSize));
  EXPECT_EQ(at(49, data(0)), Kind::kOutOfOrder);
  at(60, data(3 * kSize));
  EXPECT_EQ(at(80, data(2 * kSize)), Kind::kRetransmission);
}

TEST_F(Analysed, AnAckWithAnotherWindowIsNoDuplicate) {
  shake_hands();
  Segment update = ack(0);
  update.window = 600;
  EXPECT_EQ(at(30, update), Kind::kWindowUpdate);
  EXPECT_EQ(totals().duplicate_acks, 0u);
}

TEST_F(Analysed, AWindowOfZeroIsCountedAndProbesAreNoRetransmissions) {
  shake_hands();
  at(30, data(0));
  Segment closed = ack(kSize);
  closed.window = 0;
  EXPECT_EQ(at(31, closed), Kind::kZeroWindow);
  EXPECT_EQ(at(300, data(kSize, 1)), Kind::kZeroWindowProbe);
  EXPECT_EQ(at(900, data(kSize, 1)), Kind::kZeroWindowProbe);
  EXPECT_EQ(totals().zero_windows, 1u);
  EXPECT_EQ(totals().retransmissions, 0u);
}

TEST_F(Analysed, AKeepAliveAndItsAnswerAreNeitherRetransmissionNorDuplicate) {
  shake_hands();
  at(30, data(0));
  at(31, ack(kSize));
  EXPECT_EQ(at(9000, data(kSize - 1, 1)), Kind::kKeepAlive);
  EXPECT_EQ(at(9001, ack(kSize)), Kind::kAck);
  EXPECT_EQ(totals().retransmissions, 0u);
  EXPECT_EQ(totals().duplicate_acks, 0u);
}

TEST_F(Analysed, RoundTripsAreTimedButNotOfWhatWasSentAgain) {
  shake_hands();
  at(30, data(0));
  at(34, ack(kSize));
  at(40, data(kSize));
  at(300, data(kSize));
  at(301, ack(2 * kSize));
  at(310, data(2 * kSize));
  at(316, ack(3 * kSize));
  const Connection& connection = *analysis.connections()[0];
  const RoundTripSum& trips = connection.from_server.round_trips();
  EXPECT_EQ(trips.count, 3u);  // and that of the SYN with ACK, 10 ms
  EXPECT_EQ(trips.min_ns, 4 * kMs);
  EXPECT_EQ(trips.max_ns, 10 * kMs);
  EXPECT_EQ(trips.sum_ns, 20 * kMs);
}

TEST_F(Analysed, PayloadAboveTheMssIsSaidToBeOffloads) {
  shake_hands();
  EXPECT_EQ(offload_sentence(totals()), "");
  at(30, data(0, 20'000));
  EXPECT_EQ(totals().larger_than_mss, 1u);
  EXPECT_NE(offload_sentence(totals()).find("1 of 4 packets is larger"), std::string::npos);
}

TEST_F(Analysed, ASynWithAnotherNumberBeginsAnotherConnection) {
  shake_hands();
  Segment syn = base(true);
  syn.flags = kSyn;
  syn.sequence = 90'000;
  EXPECT_EQ(at(60'000, syn), Kind::kSyn);
  EXPECT_EQ(analysis.connections().size(), 2u);
}

TEST(Analysis, OfTooManyConnectionsTheSilentAreOnlyInTheTotals) {
  Analysis analysis(4);
  for (std::uint16_t port = 1; port <= 100; ++port) {
    Segment segment{.time_ns = port, .flags = kAck, .length = 10};
    segment.source.port = port;
    analysis.add(segment);
  }
  EXPECT_LE(analysis.connections().size(), 4u);
  EXPECT_EQ(analysis.connections_seen(), 100u);
  EXPECT_EQ(analysis.totals().bytes, 1000u);
}

TEST(RoundTripCourse, ItsIntervalsGrowInsteadOfTheirNumber) {
  RoundTripCourse course;
  for (std::int64_t second = 0; second < 1000; ++second) course.add(second * 1000 * kMs, second);
  EXPECT_LE(course.intervals().size(), 64u);
  std::uint64_t count = 0;
  for (const RoundTripSum& interval : course.intervals()) count += interval.count;
  EXPECT_EQ(count, 1000u);
}

TEST(SequenceSpace, AGapMayBeFilledFromItsMiddle) {
  SequenceSpace space;
  space.advance({100, 110}, 0, {});
  space.advance({200, 210}, 0, {});
  EXPECT_TRUE(space.fill({150, 160}));
  EXPECT_FALSE(space.fill({150, 160}));
  EXPECT_TRUE(space.fill({110, 150}));
  EXPECT_TRUE(space.fill({160, 200}));
  EXPECT_FALSE(space.fill({100, 210}));
}

}  // namespace
}  // namespace gauntlet::orchestrator::packets
