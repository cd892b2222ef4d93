// Answers to checks that declare a body in two ways: a fault where there is one, nothing where there is none (RFC 9112 §6.3 item 1).
using Shouldly;
using Xunit;

namespace Weir.Simulation.Health;

public sealed class BodylessAnswerTests
{
    private const string Both = "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData("204 No Content", true)]
    [InlineData("304 Not Modified", true)]
    [InlineData("200 OK", false)]
    public void An_answer_with_both_lengths_passes_only_without_a_body(
        string status,
        bool passes
    ) =>
        HealthRig.Run(
            HealthRig.HttpConfig(),
            rig =>
            {
                rig.Serve(0, $"HTTP/1.1 {status}\r\n{Both}");
                rig.RunUntilChecked();

                rig[0].ChecksFailed.ShouldBe(passes ? 0 : 1);
                rig[0]
                    .LastCheckOutcome.ShouldStartWith(
                        passes
                            ? $"answered {status[..3]} in "
                            : "never answered: not an HTTP answer: Content-Length with Transfer-Encoding"
                    );
            }
        );
}
