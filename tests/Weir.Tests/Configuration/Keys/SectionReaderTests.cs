// Every way in which a single value can be wrong.

using Shouldly;
using Weir.Configuration.Source;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Keys;

public sealed class SectionReaderTests
{
    [Theory]
    [InlineData("\"many\"")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Anything_but_a_whole_number_is_a_wrong_type(string value)
    {
        ConfigProblem problem = ReadError(WithLoadBalancer($"\"retries\": §{value}"), "wrong-type");

        problem.Message.ShouldStartWith("\"retries\" must be a whole number from 0 to 100, found ");
        problem.Path.ShouldBe("loadBalancer.retries");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("101")]
    [InlineData("1e300")]
    [InlineData("-1e300")]
    [InlineData("99999999999999999999999999999999")]
    public void A_number_beyond_its_range_is_told_with_the_range(string value) =>
        ReadError(WithLoadBalancer($"\"retries\": §{value}"), "out-of-range")
            .Message.ShouldContain("from 0 to 100");

    [Theory]
    [InlineData("7.0")]
    [InlineData("0.7e1")]
    public void A_whole_number_may_be_written_in_any_way(string value) =>
        ReadFine(WithLoadBalancer($"\"retries\": {value}")).Clusters[0].Retries.ShouldBe(7);

    [Theory]
    [InlineData("connectionPoolSize", 0, 65_535)]
    [InlineData("backendFailureThreshold", 1, 1000)]
    [InlineData("successThreshold", 1, 1000)]
    [InlineData("retries", 0, 100)]
    [InlineData("maxConnections", 0, 16_777_216)]
    [InlineData("maxQueue", 0, 1_000_000)]
    public void Both_ends_of_the_range_of_a_cluster_key_are_valid_and_no_more(
        string key,
        int min,
        int max
    )
    {
        ReadFine(WithLoadBalancer($"\"{key}\": {min}"));
        ReadFine(WithLoadBalancer($"\"{key}\": {max}"));
        ReadError(WithLoadBalancer($"\"{key}\": §{min - 1}"), "out-of-range");
        ReadError(WithLoadBalancer($"\"{key}\": §{max + 1}"), "out-of-range");
    }

    [Theory]
    [InlineData("backlog", 1, 1_000_000)]
    [InlineData("maxHeaderBytes", 1024, 32_768)]
    [InlineData("maxConnections", 0, 16_777_216)]
    [InlineData("maxBodyBytes", 0, 9_007_199_254_740_991)]
    public void Both_ends_of_the_range_of_a_listener_key_are_valid_and_no_more(
        string key,
        long min,
        long max
    )
    {
        ReadFine(WithHttpListen($"\"{key}\": {min}"));
        ReadFine(WithHttpListen($"\"{key}\": {max}"));
        ReadError(WithHttpListen($"\"{key}\": §{min - 1}"), "out-of-range");
        ReadError(WithHttpListen($"\"{key}\": §{max + 1}"), "out-of-range");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.001", 0.001)]
    [InlineData("1", 1)]
    public void A_share_is_a_number_from_0_to_1(string value, double share) =>
        ReadFine(WithSample(value)).AccessLog.Sample.ShouldBe(share);

    [Fact]
    public void A_share_out_of_range_is_told_and_a_percentage_is_understood()
    {
        ReadError(WithSample("§-0.1"), "out-of-range");
        ReadError(WithSample("§1.01"), "out-of-range");
        ReadError(WithSample("§\"half\""), "wrong-type");
        ReadError(WithSample("§10"), "out-of-range").Suggestion.ShouldBe("0.1");
    }

    [Theory]
    [InlineData("5", 5_000)]
    [InlineData("0.25", 250)]
    [InlineData("1e1", 10_000)]
    [InlineData("0.001", 1)]
    [InlineData("0.0006", 1)]
    [InlineData("\"250ms\"", 250)]
    [InlineData("\"1.5m\"", 90_000)]
    [InlineData("31536000", 31_536_000_000)]
    public void A_duration_is_seconds_or_a_text_with_a_unit(string value, long ms) =>
        ReadFine(WithLoadBalancer($"\"responseTimeout\": {value}"))
            .Clusters[0]
            .ResponseTimeoutMs.ShouldBe(ms);

    [Theory]
    [InlineData("backendCheckInterval")]
    [InlineData("backendConnectTimeout")]
    [InlineData("responseTimeout")]
    [InlineData("queueTimeout")]
    [InlineData("reuseQuietTime")]
    public void A_duration_must_be_above_zero(string key)
    {
        ReadError(WithLoadBalancer($"\"{key}\": §0"), "out-of-range");
        ReadError(WithLoadBalancer($"\"{key}\": §\"0ms\""), "out-of-range");
        ReadError(WithLoadBalancer($"\"{key}\": §-5"), "out-of-range");
        ReadError(WithLoadBalancer($"\"{key}\": §0.0001"), "out-of-range");
        ReadError(WithLoadBalancer($"\"{key}\": §31536001"), "out-of-range");
        ReadError(WithLoadBalancer($"\"{key}\": §1e400"), "out-of-range");
    }

    [Theory]
    [InlineData("connectionIdleTimeout")]
    [InlineData("metricsInterval")]
    public void Where_zero_means_off_it_is_valid_but_nearly_zero_is_not(string key)
    {
        ReadFine(WithLoadBalancer($"\"{key}\": 0"));
        ReadFine(WithLoadBalancer($"\"{key}\": \"0s\""));
        ReadError(WithLoadBalancer($"\"{key}\": §0.0001"), "out-of-range")
            .Message.ShouldContain("0 (off) or from 1ms");
        ReadError(WithLoadBalancer($"\"{key}\": §-1"), "out-of-range");
    }

    [Theory]
    [InlineData("clientHeaderTimeout")]
    public void The_duration_of_a_listener_must_be_above_zero(string key) =>
        ReadError(WithHttpListen($"\"{key}\": §0"), "out-of-range");

    [Fact]
    public void The_drain_must_be_above_zero() =>
        ReadError(WithRoot(""" "shutdown": { "drainSeconds": §0 } """), "out-of-range");

    [Theory]
    [InlineData("\"5 s\"", null)]
    [InlineData("\"5\"", "5s")]
    [InlineData("\"soon\"", null)]
    public void A_text_that_is_no_duration_is_told_with_examples(string value, string? suggestion)
    {
        ConfigProblem problem = ReadError(
            WithLoadBalancer($"\"queueTimeout\": §{value}"),
            "bad-duration"
        );

        problem.Message.ShouldContain("\"250ms\", \"5s\", \"2m\", \"1h\"");
        problem.Suggestion.ShouldBe(suggestion);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[5]")]
    public void Neither_a_number_nor_a_text_is_no_duration(string value) =>
        ReadError(WithLoadBalancer($"\"queueTimeout\": §{value}"), "wrong-type");

    [Theory]
    [InlineData("algorithm", "leastConnection", "leastConnections")]
    [InlineData("algorithm", "RoundRobin", "roundRobin")]
    [InlineData("whenAllUnhealthy", "failopen", "failOpen")]
    [InlineData("tcpPooling", "warmed", "warm")]
    [InlineData("tcpPooling", "sometimes", null)]
    public void A_word_that_is_no_choice_is_told_with_the_choices_and_the_nearest(
        string key,
        string word,
        string? suggestion
    )
    {
        ConfigProblem problem = ReadError(WithLoadBalancer($"\"{key}\": §\"{word}\""), "bad-value");

        problem.Message.ShouldContain("\" or \"");
        problem.Suggestion.ShouldBe(suggestion);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    public void A_text_in_the_file_must_be_a_text(string value) =>
        ReadError(WithLoadBalancer($"\"algorithm\": §{value}"), "wrong-type")
            .Message.ShouldContain("must be a text");

    [Theory]
    [InlineData("loadBalancer")]
    [InlineData("logging")]
    [InlineData("reactor")]
    [InlineData("shutdown")]
    [InlineData("admin")]
    [InlineData("accessLog")]
    public void A_section_must_be_an_object(string key) =>
        ReadError(WithRoot($"\"{key}\": §[]"), "wrong-type")
            .Message.ShouldBe($"\"{key}\" must be an object, found a list");

    [Theory]
    [InlineData("\"trustedProxies\": §\"10.0.0.0/8\"")]
    [InlineData("\"trustedProxies\": [ §5 ]")]
    [InlineData("\"routes\": §{}")]
    public void A_list_must_be_a_list_of_the_right_things(string member) =>
        ReadError(WithHttpListen(member), "wrong-type");

    [Fact]
    public void A_listener_and_backends_must_be_what_they_are()
    {
        ReadError($$"""{ "listen": §5, {{SomeBackends}} }""", "wrong-type");
        ReadError($$"""{ "listeners": §{}, {{SomeBackends}} }""", "wrong-type");
        ReadError($$"""{ {{SomeListener}}, "backends": §{} }""", "wrong-type");
        ReadError(WithBackends("§5"), "wrong-type");
        ReadError(WithRoot(""" "$schema": §5 """), "wrong-type");
    }

    private static string WithSample(string value) =>
        WithRoot(""" "accessLog": { "sample": """ + value + " }");
}
