// Holds the commands that call the admin API to what they send and tell, against a stub of it.
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Weir.Commands;
using Xunit;

namespace Weir.Tests.Commands.Instance;

public sealed class AdminCommandTests : IDisposable
{
    private const string Status = """
        {
          "version": "0.1.0", "engine": "epoll", "pid": 42, "uptimeSeconds": 3661.5, "state": "running",
          "verdict": { "ok": true, "problems": [] },
          "workers": 2, "activeConnections": 3,
          "listeners": [ { "name": "web", "address": "127.0.0.1:9000", "mode": "http", "connections": 3 } ],
          "clusters": [ { "name": "api", "algorithm": "roundRobin", "backends": [
            { "address": "[::1]:9100", "health": "healthy", "state": "drain", "weight": 7, "inUse": 2, "idle": 1,
              "lastCheck": "2026-11-23T13:37:57.123Z", "lastCheckOutcome": "ok" },
            { "address": "127.0.0.1:9101", "health": "unknown", "state": "ready", "weight": 1, "inUse": 0, "idle": 0,
              "lastCheck": null, "lastCheckOutcome": null } ] } ],
          "totals": { "requests": 11, "bytesIn": 12, "bytesOut": 13, "failures": 14 }
        }
        """;

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-admin").FullName;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Status_shows_every_backend_in_plain_text()
    {
        using var admin = new StubAdmin(200, Status);
        Invoke("status", "--admin", admin.Address).ShouldBe(0);
        admin.Requests.ShouldHaveSingleItem().ShouldStartWith("GET /api/v1/status HTTP/1.1\r\n");
        string text = _output.ToString();
        text.ShouldContain("weir 0.1.0 (epoll, 2 workers, pid 42) running for 1h 1m");
        text.ShouldMatch(@"(?m)^web +127\.0\.0\.1:9000 +http +3");
        text.ShouldMatch(@"(?m)^api +\[::1\]:9100 +healthy +drain +7 +2 +1 +- +- +\d+d? +ok");
        text.ShouldMatch(@"(?m)^api +127\.0\.0\.1:9101 +unknown +ready +1 +0 +0 +- +- +- +-");
        text.ShouldNotContain("\u001b");
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("-o", "json")]
    [InlineData("--output", "json")]
    public void Status_passes_json_through(params string[] format)
    {
        using var admin = new StubAdmin(200, Status);
        Invoke(["status", "--admin", admin.Address, .. format]).ShouldBe(0);
        _output.ToString().ShouldBe(Status + "\n");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void The_exit_code_of_status_is_the_verdict_and_quiet_prints_nothing(bool ok, int code)
    {
        string verdict = ok
            ? """{ "ok": true, "problems": [ { "severity": "info", "what": "drained", "why": "", "remedy": "" } ] }"""
            : """{ "ok": false, "problems": [ { "severity": "error", "what": "api: no usable backend", "why": "all down", "remedy": "start one" } ] }""";
        using var admin = new StubAdmin(
            200,
            Status.Replace("""{ "ok": true, "problems": [] }""", verdict, StringComparison.Ordinal)
        );
        Invoke("status", "--quiet", "--admin", admin.Address).ShouldBe(code);
        _output.ToString().ShouldBeEmpty();
        _error.ToString().ShouldBeEmpty();
        Invoke("status", "--json", "--admin", admin.Address).ShouldBe(code);
        Invoke("status", "--admin", admin.Address).ShouldBe(code);
        _output.ToString().ShouldContain(ok ? "ok: 1 of 2" : "1 problem: 1 of 2");
        if (!ok)
        {
            _output
                .ToString()
                .ShouldContain("\nerror: api: no usable backend\n  all down\n  -> start one\n");
        }
    }

    [Fact]
    public void Status_of_one_cluster_leaves_the_others_out()
    {
        using var admin = new StubAdmin(200, Status);
        Invoke("status", "api", "--admin", admin.Address).ShouldBe(0);
        _output.ToString().ShouldNotContain("LISTENER");
        _output.ToString().ShouldContain("[::1]:9100");
        Invoke("status", "apu", "--admin", admin.Address).ShouldBe(1);
        _error.ToString().ShouldBe("weir: no cluster apu; there are: api\n");
        Invoke("status", "apu", "-q", "--admin", admin.Address).ShouldBe(1);
        Invoke("status", "apu", "-o", "json", "--admin", admin.Address).ShouldBe(1);
    }

    [Theory]
    [InlineData("other", 0, "ok: 1 of 2 backends in service")]
    [InlineData("api", 1, "1 problem: 1 of 2 backends in service\nerror: api: down")]
    [InlineData(null, 0, "ok: 1 of 2 backends in service")]
    public void Status_of_one_cluster_is_about_its_problems_alone(
        string? cluster,
        int code,
        string head
    )
    {
        string of = cluster is null ? "" : $"""  "cluster": "{cluster}", """;
        using var admin = new StubAdmin(
            200,
            Status.Replace(
                """{ "ok": true, "problems": [] }""",
                $$"""{ "ok": false, "problems": [ { {{of}} "severity": "error", "what": "{{cluster}}: down", "why": "", "remedy": "" } ] }""",
                StringComparison.Ordinal
            )
        );
        Invoke("status", "api", "--admin", admin.Address).ShouldBe(code);
        _output.ToString().ShouldStartWith(head);
        Invoke("status", "api", "-q", "--admin", admin.Address).ShouldBe(code);
        Invoke("status", "-q", "--admin", admin.Address).ShouldBe(1);
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("ready")]
    [InlineData("maint")]
    public void A_backend_is_named_by_cluster_and_address(string action)
    {
        using var admin = new StubAdmin(
            200,
            """{"address":"unix:/run/a","health":"healthy","state":"drain","weight":1,"inUse":3,"idle":0,"lastCheck":null,"lastCheckOutcome":null}"""
        );
        Invoke(action, "api/unix:/run/a", "--admin", admin.Address).ShouldBe(0);
        admin
            .Requests.ShouldHaveSingleItem()
            .ShouldStartWith(
                $"POST /api/v1/clusters/api/backends/unix%3A%2Frun%2Fa/{action} HTTP/1.1\r\n"
            );
        _output.ToString().ShouldBe("api/unix:/run/a: drain (healthy, 3 in use)\n");
    }

    [Fact]
    public void A_reason_goes_along_and_nothing_without_one()
    {
        using var admin = new StubAdmin(200, "{}");
        Invoke("drain", "api/h:1", "--reason", "say \"hi\"", "--admin", admin.Address).ShouldBe(0);
        Invoke("reload", "--reason", "sale", "--admin", admin.Address).ShouldBe(0);
        Invoke("ready", "api/h:1", "--admin", admin.Address).ShouldBe(0);
        admin.Requests.Length.ShouldBe(3);
        admin.Requests[0].ShouldEndWith("\r\n\r\n{\"reason\":\"say \\\"hi\\\"\"}");
        admin.Requests[1].ShouldEndWith("\r\n\r\n{\"reason\":\"sale\"}");
        admin.Requests[2].ShouldEndWith("\r\n\r\n");
    }

    [Fact]
    public void A_weight_is_put()
    {
        using var admin = new StubAdmin(200, Backend(inUse: 3));
        Invoke("weight", "api/h:1", "7", "--admin", admin.Address).ShouldBe(0);
        string request = admin.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("PUT /api/v1/clusters/api/backends/h%3A1/weight HTTP/1.1\r\n");
        request.ShouldEndWith("{\"weight\":7,\"reason\":null}");
        _output.ToString().ShouldBe("api/h:1: weight 7 (healthy, drain, 3 in use)\n");
    }

    [Theory]
    [InlineData("257")]
    [InlineData("1.5")]
    [InlineData("x")]
    public void A_weight_that_makes_no_sense_is_wrong_usage(string weight)
    {
        Invoke("weight", "api/h:1", weight).ShouldBe(2);
        _error.ToString().ShouldContain("a weight is a whole number from 0 to 256");
    }

    [Fact]
    public void Waiting_for_a_drain_ends_when_nothing_is_in_use()
    {
        using var admin = new StubAdmin(200, Clusters(0));
        Invoke("drain", "api/h:1", "--wait", "--admin", admin.Address).ShouldBe(0);
        admin.Requests.Select(r => r.Split(' ')[0]).ShouldBe(["POST", "GET"]);
        _output.ToString().ShouldBe("api/h:1: drain (healthy, 0 in use)\n");
    }

    [Fact]
    public void Waiting_for_a_drain_that_takes_too_long_fails_and_says_how_many_are_left()
    {
        using var admin = new StubAdmin(200, Clusters(2));
        Invoke("drain", "api/h:1", "--wait", "--timeout", "1", "--admin", admin.Address)
            .ShouldBe(1);
        _output.ToString().ShouldBeEmpty();
        _error.ToString().ShouldContain("api/h:1: drain (healthy, 2 in use) after 1 s");
    }

    [Fact]
    public void Waiting_ends_when_somebody_gives_the_backend_work_again()
    {
        using var admin = new StubAdmin(
            200,
            Clusters(2).Replace("\"drain\"", "\"ready\"", StringComparison.Ordinal)
        );
        Invoke("drain", "api/h:1", "--wait", "--admin", admin.Address).ShouldBe(1);
        _error.ToString().ShouldContain("somebody gave it work again");
    }

    private static string Clusters(int inUse) =>
        $$"""[{"name":"api","algorithm":"random","backends":[{{Backend(inUse)}}]}]""";

    private static string Backend(int inUse) =>
        $$"""{"address":"h:1","health":"healthy","state":"drain","weight":7,"inUse":{{inUse}},"idle":0,"lastCheck":null,"lastCheckOutcome":null}""";

    [Fact]
    public void What_the_api_refuses_is_told_in_its_words()
    {
        using var admin = new StubAdmin(
            422,
            """{"title":"x","status":422,"detail":"the configuration is invalid","problems":["a:1:2: error b: c"]}"""
        );
        Invoke("reload", "--admin", admin.Address).ShouldBe(1);
        _error.ToString().ShouldBe("weir: the configuration is invalid\na:1:2: error b: c\n");
        _output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_reload_with_many_problems_the_first_errors_are_told_and_fit_for_a_terminal()
    {
        IEnumerable<string> problems = Enumerable
            .Repeat("\"a:1:2: warning b: c\"", 150)
            .Append("\"a:9:9: error b: \\u001b[2J\"");
        using var admin = new StubAdmin(
            422,
            $$"""{"title":"x","status":422,"detail":"d","problems":[{{string.Join(',', problems)}}]}"""
        );
        Invoke("reload", "--admin", admin.Address).ShouldBe(1);
        string[] lines = _error.ToString().TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(102);
        lines[1].ShouldBe("a:9:9: error b: \\u001b[2J");
        lines[^1].ShouldBe("weir: and 51 more; -o json gives them all");
    }

    [Fact]
    public void A_rejected_reload_can_be_read_by_programs()
    {
        const string Body =
            """{"title":"x","status":422,"detail":"d","problems":["a:1:2: error b: c"]}""";
        using var admin = new StubAdmin(422, Body);
        Invoke("reload", "-o", "json", "--admin", admin.Address).ShouldBe(1);
        _output.ToString().ShouldBe(Body + "\n");
    }

    [Fact]
    public void Backends_are_completed_by_the_running_weir()
    {
        using var admin = new StubAdmin(
            200,
            """[{"name":"api","algorithm":"random","backends":[{"address":"[::1]:1","health":"healthy","state":"ready","weight":1,"inUse":0,"idle":0,"lastCheck":null,"lastCheckOutcome":null}]}]"""
        );
        string line = $"weir drain --admin {admin.Address} ap";
        Invoke($"[suggest:{line.Length}]", line).ShouldBe(0);
        _output.ToString().ShouldBe("api/[::1]:1\n");
        _error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Completion_says_nothing_of_a_weir_that_does_not_run()
    {
        string line = $"weir drain --admin {FreeAddress()} ap";
        Invoke($"[suggest:{line.Length}]", line).ShouldBe(0);
        _output.ToString().Trim().ShouldBeEmpty();
        _error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void A_reload_tells_its_warnings()
    {
        using var admin = new StubAdmin(
            200,
            """{"result":"reloaded","warnings":["a restart is needed"]}"""
        );
        Invoke("reload", "--admin", admin.Address).ShouldBe(0);
        _output.ToString().ShouldBe("reloaded\n");
        _error.ToString().ShouldBe("a restart is needed\n");
    }

    [Fact]
    public void The_address_and_the_token_come_from_the_file()
    {
        using var admin = new StubAdmin(200, Status);
        string file = Path.Combine(_folder, "weir.json");
        File.WriteAllText(
            file,
            $$"""
            { "listen": { "port": 9000 }, "backends": [ { "address": "127.0.0.1:9100" } ],
              "admin": { "address": "{{admin.Address}}", "token": "correct-horse-battery" } }
            """
        );
        Invoke("status", "-c", file).ShouldBe(0, _error.ToString());
        admin
            .Requests.ShouldHaveSingleItem()
            .ShouldContain("Authorization: Bearer correct-horse-battery\r\n");
    }

    [Fact]
    public void A_missing_token_is_told_with_what_helps()
    {
        using var admin = new StubAdmin(401, "");
        Invoke("status", "--admin", admin.Address).ShouldBe(1);
        _error.ToString().ShouldContain("admin.token");
    }

    [Fact]
    public void Nobody_there_is_told_with_the_address_and_what_helps()
    {
        string address = FreeAddress();
        Invoke("status", "--admin", address).ShouldBe(1);
        _error.ToString().ShouldContain(address);
        _error.ToString().ShouldContain("refused");
        _error.ToString().ShouldContain("--admin HOST:PORT");
    }

    [Fact]
    public void Something_else_than_weir_is_told_apart()
    {
        using var admin = new StubAdmin(200, "<html>");
        Invoke("status", "--admin", admin.Address).ShouldBe(1);
        _error.ToString().ShouldContain("not Weir");
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!; // bound since Start
    }

    private int Invoke(params string[] args) => CommandLine.Invoke(args, _output, _error);
}
