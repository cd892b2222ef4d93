// The operator event, held to the fields that audits match on.
using Shouldly;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Observability;
using Xunit;

namespace Weir.Tests.Observability;

public sealed class OperatorEventTests
{
    [Fact]
    public void It_says_who_did_what_and_why()
    {
        using var pump = new LogPump();
        using var written = new MemoryStream();
        var logger = new Logger(pump, LogOutput.ToStream(written), LogLevel.Info);
        OperatorEvent.Write(
            logger,
            new("10.0.0.1:5 eve", "weight", "a\n\u001b[2J\"b\"")
            {
                Cluster = "web",
                Backend = "h:1",
                Weight = 0,
            }
        );
        OperatorEvent.Write(logger, new("127.0.0.1:6 - uid=0", "reload", ""));
        pump.ServeAll();
        string[] lines = System
            .Text.Encoding.UTF8.GetString(written.ToArray())
            .TrimEnd('\n')
            .Split('\n');
        lines.Length.ShouldBe(2);
        lines[0]
            .ShouldEndWith(
                "\"level\":\"info\",\"event\":\"operator\",\"who\":\"10.0.0.1:5 eve\",\"what\":\"weight\","
                    + "\"cluster\":\"web\",\"backend\":\"h:1\",\"weight\":0,\"reason\":\"a\\n\\u001B[2J\\\"b\\\"\"}"
            );
        lines[1].ShouldEndWith("\"what\":\"reload\",\"reason\":\"\"}");
    }
}
