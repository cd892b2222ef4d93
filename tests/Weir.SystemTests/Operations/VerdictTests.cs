// What the program says of itself when something is wrong that no check sees.
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class VerdictTests
{
    [Fact]
    public async Task A_rejected_reload_is_told_everywhere_until_the_file_is_good_again()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        string good = await File.ReadAllTextAsync(
            weir.ConfigPath,
            TestContext.Current.CancellationToken
        );
        string admin = weir.Admin.Endpoint.ToString();
        (await WeirProgram.RunAsync("status", "--quiet", "--admin", admin)).ExitCode.ShouldBe(0);

        weir.ReplaceConfigText(good[..^1] + ", \"lisen\": {} }");
        await weir.Log.EventAsync("config_rejected");

        string place = $"{weir.ConfigPath}:1:{good.Length + 2}";
        JsonElement verdict = await weir.Admin.JsonAsync("/api/v1/verdict");
        verdict.GetProperty("ok").GetBoolean().ShouldBeFalse();
        string what = verdict.GetProperty("problems")[0].GetProperty("what").ToString();
        what.ShouldMatch("^the file on disk is invalid since .* UTC: ");
        what.ShouldContain($"{place}: error unknown-key");
        what.ShouldEndWith("; a restart would fail");
        AdminAnswer ready = await weir.Admin.SendAsync("GET", "/readyz");
        ready.Status.ShouldBe(200);
        ready.Body.ShouldStartWith("ok\nwarning: the file on disk is invalid since ");
        ready.Body.ShouldContain($"{place}: error unknown-key; a restart would fail\n");
        CommandResult status = await WeirProgram.RunAsync("status", "--admin", admin);
        status.ExitCode.ShouldBe(1);
        status.Output.ShouldContain("warning: the file on disk is invalid since");
        CommandResult quiet = await WeirProgram.RunAsync("status", "--quiet", "--admin", admin);
        quiet.ExitCode.ShouldBe(1);
        quiet.Output.ShouldBeEmpty();
        CommandResult doctor = await WeirProgram.RunAsync("doctor", "--admin", admin);
        doctor.Output.ShouldContain("config-rejected");

        weir.ReplaceConfigText(good);
        await Eventually.Until(
            async () =>
                (await weir.Admin.JsonAsync("/api/v1/verdict")).GetProperty("ok").GetBoolean(),
            "the restored file to be found good"
        );
        (await weir.Admin.SendAsync("GET", "/readyz")).Body.ShouldBe("ok\n");
    }

    [Fact]
    public async Task A_backend_that_is_slow_and_one_that_fails_are_called_out_while_their_checks_are_green()
    {
        using TestBackend good = TestBackend.Http();
        using TestBackend failing = TestBackend.Http(
            (_, connection) => connection.RespondAsync("oh", status: "500 Internal Server Error")
        );
        using TestBackend slow = TestBackend.Http(
            async (_, connection) =>
            {
                long start = Stopwatch.GetTimestamp();
                await Eventually.Until(
                    () => Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(1),
                    "a second to pass"
                );
                await connection.RespondAsync("at last");
            }
        );
        JsonObject config = TestConfig.Http([good.Address, failing.Address, slow.Address]);
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        for (int i = 0; i < 12; i++)
        {
            await RawClient.GetAsync(weir.Endpoint);
        }

        JsonElement verdict = await weir.Admin.JsonAsync("/api/v1/verdict");
        string[] problems =
        [
            .. verdict
                .GetProperty("problems")
                .EnumerateArray()
                .Select(p => p.GetProperty("what").ToString()),
        ];
        problems.ShouldContain($"default: {failing.Address} answers 5xx to 100 %");
        problems.ShouldContain(p =>
            p.StartsWith($"default: {slow.Address} answers ", StringComparison.Ordinal)
            && p.EndsWith("times slower than its peers", StringComparison.Ordinal)
        );
        problems.ShouldNotContain(p => p.Contains(good.Address, StringComparison.Ordinal));
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics
            .Sum(
                "weir_backend_response_seconds_count",
                ("cluster", "default"),
                ("backend", slow.Address)
            )
            .ShouldBe(4);
        CommandResult status = await WeirProgram.RunAsync(
            "status",
            "--admin",
            weir.Admin.Endpoint.ToString()
        );
        status.ExitCode.ShouldBe(1);
        status.Output.ShouldMatch($@"(?m)^default +{failing.Address} .* 100 % ");
    }
}
