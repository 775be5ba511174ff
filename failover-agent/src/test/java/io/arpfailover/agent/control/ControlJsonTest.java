package io.arpfailover.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlJsonTest {
    private static final String MOVE = """
            {"epoch":7,"to":"a","from":"b","why":"b was lost","atEpochMillis":1767268800000,\
            "phaseMicros":{"suspected":0,"claimed":2100,"installed":3000,"announced":3300,"repointed":4150}}""";

    /** The names are a promise to scripts. */
    @Test
    void statusInJson() {
        String expected = """
                {"response":"status","status":{"cluster":"web","node":"a","state":"holder","because":"b was lost",\
                "holder":"a","epoch":7,"mode":"SOLO","leaseLeftMillis":2400,\
                "addresses":[{"address":"10.77.0.100/24","state":"held","repointed":true}],\
                "interface":{"name":"lan0","mac":"02:00:00:00:00:0a","carrier":true},"gateway":"10.77.0.254",\
                "zookeeper":{"connected":true,"sessionMillis":3000,"askedMillis":3000},"peer":{"node":"b","fit":true,"because":""},\
                "counters":{"frames.request":7,"dropped.truncated":0},"lastMove":""" + MOVE + ",\"health\":[],\"strangers\":[]}}";
        ControlResponse.Status status = new ControlResponse.Status(Samples.holder());
        assertEquals(expected, ControlJson.line(status));
        assertEquals(Optional.of(status), ControlJson.response(expected));
    }

    @Test
    void whatIsKnownOfAPairInJson() {
        String parts = """
                "intent":{"pausedBy":"root on mgmt1","maintenance":["b"]},\
                "promises":{"paths":[{"local":"10.77.0.1:5227","remote":"10.77.0.2:5227","heardMillisAgo":12},\
                {"local":"10.79.0.1:5227"}],"dropped":{"badMac":3},"promiseLeftMillis":400},\
                "health":[{"name":"gateway","level":"required","state":"passing","text":""},\
                {"name":"web","level":"advisory","state":"failing","text":"connection refused"}],\
                "strangers":[{"mac":"02:00:00:00:00:99","address":"10.77.0.100","count":3,"lastSeenMillisAgo":12000}]""";
        ControlResponse.Status status = new ControlResponse.Status(Samples.pair("PAIRED"));
        assertTrue(ControlJson.line(status).endsWith(parts + "}}"), ControlJson.line(status));
        assertEquals(Optional.of(status), ControlJson.response(ControlJson.line(status)));
    }

    /** An agent that was not upgraded yet knows nothing of pairs. */
    @Test
    void statusOfAnEarlierAgent() {
        ControlResponse.Status status = new ControlResponse.Status(Samples.holder());
        String earlier = ControlJson.line(status).replace(",\"health\":[],\"strangers\":[]", "");
        assertEquals(Optional.of(status), ControlJson.response(earlier));
    }

    @Test
    void theOtherAnswersInJson() {
        assertBothWays(
                new ControlResponse.History(List.of(Samples.MOVE)),
                "{\"response\":\"history\",\"moves\":[" + MOVE + "]}");
        assertBothWays(new ControlResponse.History(List.of()), "{\"response\":\"history\",\"moves\":[]}");
        assertBothWays(
                new ControlResponse.Neighbors(List.of(Samples.NEIGHBOR)),
                "{\"response\":\"neighbors\",\"neighbors\":[{\"address\":\"10.77.0.254\",\"mac\":\"02:00:00:00:00:fe\","
                        + "\"state\":\"reachable\",\"usedMillis\":20,\"confirmedMillis\":7,\"probes\":0}]}");
        assertBothWays(
                new ControlResponse.Outcome(true, "b holds web"),
                "{\"response\":\"outcome\",\"done\":true,\"because\":\"b holds web\"}");
        assertBothWays(new ControlResponse.Failed("no"), "{\"response\":\"error\",\"error\":\"no\"}");
    }

    @Test
    void requestsInJson() {
        assertBothWays(new ControlRequest.Status(), "{\"request\":\"status\"}");
        assertBothWays(new ControlRequest.History(), "{\"request\":\"history\"}");
        assertBothWays(new ControlRequest.Neighbors(), "{\"request\":\"neighbors\"}");
        assertBothWays(
                new ControlRequest.Switchover(Optional.empty(), false), "{\"request\":\"switchover\",\"force\":false}");
        assertBothWays(
                new ControlRequest.Switchover(Optional.of(new NodeName("b")), true),
                "{\"request\":\"switchover\",\"to\":\"b\",\"force\":true}");
        assertBothWays(
                new ControlRequest.Maintenance(Optional.empty(), true), "{\"request\":\"maintenance\",\"on\":true}");
        assertBothWays(
                new ControlRequest.Maintenance(Optional.of(new NodeName("b")), false),
                "{\"request\":\"maintenance\",\"node\":\"b\",\"on\":false}");
        assertBothWays(new ControlRequest.Pause(), "{\"request\":\"pause\"}");
        assertBothWays(new ControlRequest.Resume(), "{\"request\":\"resume\"}");
        assertBothWays(new ControlRequest.Stop(true), "{\"request\":\"stop\",\"restart\":true}");
    }

    @Test
    void whatARequestLeavesOutIsNotAskedFor() {
        assertEquals(
                Optional.of(new ControlRequest.Switchover(Optional.empty(), false)),
                ControlJson.request("{\"request\":\"switchover\",\"to\":null}"));
        assertEquals(
                Optional.of(new ControlRequest.Switchover(Optional.empty(), false)),
                ControlJson.request("{\"request\":\"switchover\"}"));
        assertEquals(Optional.of(new ControlRequest.Stop(false)), ControlJson.request("{\"request\":\"stop\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "status",
                "[]",
                "{}",
                "{\"request\":\"frobnicate\"}",
                "{\"request\":\"status\"",
                "{\"request\":\"status\"} {}",
                "{\"request\":\"status\",\"extra\":1}",
                "{\"request\":\"switchover\",\"to\":\"B!\"}",
                "{\"request\":\"switchover\",\"to\":[]}",
                "{\"request\":\"switchover\",\"force\":\"perhaps\"}",
                "{\"request\":\"maintenance\"}",
                "{\"request\":\"switchover\",\"to\":{\"text\":\"b\"}}"
            })
    void whatIsNoRequest(String line) {
        assertEquals(Optional.empty(), ControlJson.request(line));
    }

    @Test
    void ofANewerAgentTheUnknownIsLeftOut() {
        assertEquals(
                Optional.of(new ControlResponse.Failed("no")),
                ControlJson.response("{\"response\":\"error\",\"error\":\"no\",\"code\":5}"));
        assertEquals(
                Optional.empty(), ControlJson.response("{\"response\":\"error\"}"), "the known may not be missing");
    }

    @Test
    void aMoveOfTheTenureIsReported() {
        Move move =
                new Move(3, new NodeName("a"), Optional.of(new NodeName("b")), "planned", 5, Map.of("claimed", 12L));
        assertEquals(
                new MoveReport(3, "a", Optional.of("b"), "planned", 5, Map.of("claimed", 12L)), MoveReport.of(move));
    }

    private static void assertBothWays(ControlResponse response, String line) {
        assertEquals(line, ControlJson.line(response));
        assertEquals(Optional.of(response), ControlJson.response(line));
    }

    private static void assertBothWays(ControlRequest request, String line) {
        assertEquals(line, ControlJson.line(request));
        assertEquals(Optional.of(request), ControlJson.request(line));
    }
}
