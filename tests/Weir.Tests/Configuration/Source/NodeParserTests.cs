// Duplicate keys, variables and half characters, wherever they are.

using Shouldly;
using Weir.Configuration;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Source;

public sealed class NodeParserTests
{
    [Fact]
    public void A_duplicate_key_is_told_at_its_second_opening_quote_with_the_line_of_the_first()
    {
        ReadError(
                $$"""
                { {{SomeListener}},
                  {{SomeBackends}},
                  "logging": { "level": "info" },
                  §"logging": { "level": "warn" }
                }
                """,
                "duplicate-key"
            )
            .ToString()
            .ShouldBe($"{FileName}:4:3: error duplicate-key: \"logging\" is already set in line 3");
    }

    [Fact]
    public void A_duplicate_cluster_is_a_duplicate_key() =>
        ReadError(
            WithClusters($$""" "a": { {{SomeBackends}} }, §"a": { {{SomeBackends}} } """, "a"),
            "duplicate-key"
        )
            .Path.ShouldBe("clusters.a");

    [Fact]
    public void A_key_that_is_written_with_an_escape_is_the_same_key() =>
        ReadError(WithListen(""" "port": 1, §"p\u006frt": 2 """), "duplicate-key");

    [Fact]
    public void An_undefined_variable_is_told_once_at_the_text_that_names_it() =>
        ReadError(WithBackends("""{ "address": §"${NOWHERE}:9100" }"""), "undefined-variable")
            .Message.ShouldContain("NOWHERE");

    [Fact]
    public void An_undefined_variable_in_place_of_a_host_or_a_port_is_told_once()
    {
        ReadError(
            WithBackends("""{ "host": §"${NOWHERE}", "port": 9100 }"""),
            "undefined-variable"
        );
        ReadError(
            WithBackends("""{ "host": "127.0.0.1", "port": §"${NOWHERE}" }"""),
            "undefined-variable"
        );
        ReadError(
            """{ "listen": { "port": 1 }, "backends": §"${NOWHERE}" }""",
            "undefined-variable"
        );
    }

    [Fact]
    public void A_text_wholly_from_the_environment_stands_for_a_number_or_a_boolean()
    {
        WeirConfig config = ReadFine(
            $$"""
            { "listen": { "port": "${PORT}" }, {{SomeBackends}},
              "loadBalancer": { "connectionIdleTimeout": "${IDLE:-1.5}", "metricsInterval": "${EVERY}" },
              "accessLog": { "enabled": "${LOG:-true}" } }
            """,
            ("PORT", "9005"),
            ("EVERY", "2m")
        );

        config.Listeners[0].Address.Text.ShouldBe("127.0.0.1:9005");
        config.LoadBalancer.ConnectionIdleTimeoutMs.ShouldBe(1_500);
        config.LoadBalancer.MetricsIntervalMs.ShouldBe(120_000);
        config.AccessLog.Enabled.ShouldBeTrue();
    }

    [Fact]
    public void A_text_only_partly_from_the_environment_stays_a_text()
    {
        ReadError(WithListen(""" "port": §"9${REST}" """), "wrong-type", ("REST", "000"));
        ReadError(WithListen(""" "port": §"9000" """), "wrong-type");
        ReadError(WithRoot(""" "accessLog": { "enabled": §"true" } """), "wrong-type");
        ReadError(
            WithRoot(""" "accessLog": { "enabled": §"${E}" } """),
            "wrong-type",
            ("E", "yes")
        );
    }

    [Fact]
    public void A_variable_that_is_no_number_is_told_where_the_number_is_wanted() =>
        ReadError(WithListen(""" "port": §"${PORT}" """), "wrong-type", ("PORT", "many"))
            .Message.ShouldContain("found the text \"many\"");

    [Fact]
    public void Half_a_character_is_no_text() =>
        ReadError(WithRoot(""" "logging": { "filePath": §"\ud800" } """), "syntax");

    [Fact]
    public void Columns_count_code_points() =>
        ReadError(
            WithRoot(""" "logging": { "filePath": "" /* 😀 é */, §"x": 1 } """)
                .Replace("😀", "ab", StringComparison.Ordinal),
            "unknown-key"
        )
            .Column.ShouldBe(
                Read(Unmarked(WithRoot(""" "logging": { "filePath": "" /* 😀 é */, §"x": 1 } """)))
                    .Problems[0]
                    .Column + 1
            );
}
