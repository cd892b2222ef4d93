// `weir doctor` on a file, and on a running Weir that has counted something.
using System.Text.Json;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Commands;

public sealed class DoctorTests
{
    [Fact]
    public async Task A_running_weir_knows_that_its_pool_was_too_small()
    {
        using TestBackend one = TestBackend.Http();
        using TestBackend two = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [one.Address, two.Address],
                ("loadBalancer.connectionPoolSize", 1),
                ("reactor.threads", 1)
            )
        );
        // Twelve requests at one time need six connections a backend, and one of them is kept.
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => RawClient.GetAsync(weir.Endpoint)));
        string admin = weir.Admin.Endpoint.ToString();
        await Eventually.Until(
            async () =>
            {
                await Task.WhenAll(
                    Enumerable.Range(0, 12).Select(_ => RawClient.GetAsync(weir.Endpoint))
                );
                JsonElement found = await weir.Admin.JsonAsync("/api/v1/doctor");
                return CodesIn(found).Contains("pool-overflow");
            },
            "the doctor has seen the pool overflow"
        );
        CommandResult text = await WeirProgram.RunAsync("doctor", "--admin", admin);
        text.ExitCode.ShouldBe(0, text.Errors);
        text.Output.ShouldContain("warning pool-overflow: ");
        text.Output.ShouldContain("set connectionPoolSize to ");
        text.Output.ShouldEndWith(" about the running Weir\n");
        CommandResult json = await WeirProgram.RunAsync(
            "doctor",
            "--admin",
            admin,
            "-o",
            "json",
            "--strict"
        );
        json.ExitCode.ShouldBe(1);
        JsonElement pool = JsonSerializer
            .Deserialize<JsonElement>(json.Output)
            .GetProperty("findings")
            .EnumerateArray()
            .Single(f => f.GetProperty("code").GetString() == "pool-overflow");
        pool.GetProperty("place").GetString().ShouldStartWith(weir.ConfigPath + ":1:");
    }

    [Fact]
    public async Task A_file_is_examined_without_a_weir()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("weir-test-");
        string path = Path.Combine(folder.FullName, "weir.json");
        await File.WriteAllTextAsync(
            path,
            """{ "listen": { "port": "x" }, "backends": [] }""",
            TestContext.Current.CancellationToken
        );
        CommandResult invalid = await WeirProgram.RunAsync("doctor", "-c", path);
        invalid.ExitCode.ShouldBe(1);
        invalid.Errors.ShouldContain(":1:23: error wrong-type");
        await File.WriteAllTextAsync(
            path,
            """
            { "listen": { "port": 9000 },
              "backends": [ { "address": "127.0.0.1:9", "weight": 0 } ] }
            """,
            TestContext.Current.CancellationToken
        );
        CommandResult valid = await WeirProgram.RunAsync("doctor", "-c", path, "--offline");
        folder.Delete(recursive: true);
        valid.ExitCode.ShouldBe(0, valid.Errors);
        valid.Output.ShouldContain($"{path}:2:15: error no-weight: ");
    }

    private static string[] CodesIn(JsonElement doctor) =>
        [
            .. doctor
                .GetProperty("findings")
                .EnumerateArray()
                .Select(f => f.GetProperty("code").GetString()!), // always there
        ];
}
