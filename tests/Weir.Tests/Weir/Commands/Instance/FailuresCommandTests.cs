// weir failures against a stub of the admin API.
using System.Text.Json;
using Shouldly;
using Weir.Admin.Failures;
using Weir.Admin.Views;
using Weir.Commands;
using Weir.Tests.Admin.Failures;
using Xunit;

namespace Weir.Tests.Commands.Instance;

public sealed class FailuresCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Each_failure_has_a_headline_and_its_steps()
    {
        using var admin = new StubAdmin(200, Body("connection_refused", "no_route"));

        Invoke("failures", "--limit", "2", "--admin", admin.Address).ShouldBe(0);

        admin.Requests.ShouldHaveSingleItem().ShouldStartWith("GET /api/v1/failures?limit=2 HTTP");
        string text = _output.ToString();
        text.ShouldContain(
            "2026-11-25T12:00:00.000Z  connection_refused  502  GET /cart  host shop.example\n"
        );
        text.ShouldContain(
            "  client 127.0.0.1:5000  listener web  cluster api  connection 7  request abc\n"
        );
        text.ShouldContain("         0.500 ms  connects to 127.0.0.1:9100\n");
        text.ShouldContain("         1.400 ms  gives up: connection_refused\n");
        text.ShouldContain("         1.500 ms  client gets 502\n");
        text.ShouldContain("2 steps in between are left out");
        text.ShouldContain("4 more like it");
        text.ShouldContain("no_route");
    }

    [Fact]
    public void No_failure_is_said_so()
    {
        using var admin = new StubAdmin(200, "[]");
        Invoke("failures", "--admin", admin.Address).ShouldBe(0);
        _output.ToString().ShouldBe("no failure since the start\n");
    }

    [Fact]
    public void Json_is_passed_through()
    {
        string body = Body("no_route");
        using var admin = new StubAdmin(200, body);
        Invoke("failures", "--json", "--admin", admin.Address).ShouldBe(0);
        _output.ToString().ShouldBe(body + "\n");
    }

    [Fact]
    public void A_limit_that_is_none_is_wrong_usage()
    {
        Invoke("failures", "--limit", "0").ShouldBe(2);
        _error
            .ToString()
            .ShouldContain("--limit takes a whole number from 1 to 2147483647, not '0'");
    }

    private int Invoke(params string[] args) => CommandLine.Invoke(args, _output, _error);

    private static string Body(params string[] codes) =>
        JsonSerializer.Serialize(
            [
                .. codes.Select(code =>
                    FailureView.Of(
                        new RecordedFailure(
                            1,
                            new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero),
                            TestFailures.Of(code)
                        )
                    )
                ),
            ],
            CommandJson.Default.FailureViewArray
        );
}
