// `weir check` as scripts and editors use it.
using System.Text.Json;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Commands;

public sealed class CheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-check-");

    [Fact]
    public async Task A_good_file_is_ok()
    {
        string file = Write(
            """
            { // comments and trailing commas are fine
              "listen": { "host": "127.0.0.1", "port": 9000, },
              "backends": [ { "host": "127.0.0.1", "port": 9100 }, { "host": "127.0.0.1", "port": 9101, "weight": 2 } ],
              "loadBalancer": { "connectionPoolSize": 10, "backendCheckInterval": 5, "backendFailureThreshold": 3,
                "connectionIdleTimeout": 60, "backendConnectTimeout": 5, "metricsInterval": 10 },
            }
            """
        );
        CommandResult result = await WeirProgram.RunAsync("check", "-c", file);
        result.Output.ShouldBe($"{file}: ok\n");
        result.Errors.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_file_may_be_given_without_an_option_but_not_twice()
    {
        string file = Write(
            """{ "listen": { "port": 9000 }, "backends": [ { "address": "http://127.0.0.1:9100/" } ] }"""
        );
        CommandResult result = await WeirProgram.RunAsync("check", file);
        result.Output.ShouldBe($"{file}: ok\n");
        foreach (string command in new[] { "check", "run" })
        {
            CommandResult twice = await WeirProgram.RunAsync(command, file, "-c", file);
            twice.ExitCode.ShouldBe(2);
            twice.Errors.ShouldContain("the configuration is given twice");
        }
    }

    [Fact]
    public async Task Every_problem_is_told_at_once_where_it_stands()
    {
        string file = Write(
            """
            {
              "listen": { "host": "127.0.0.1", "prot": 9000, "port": 70000 },
              "backends": [],
              "loadBalancer": { "connectionPoolSize": "ten", "retries": -1 }
            }
            """
        );
        CommandResult result = await WeirProgram.RunAsync("check", "-c", file);
        result.ExitCode.ShouldBe(1);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldContain(line =>
            line.StartsWith($"{file}:2:36: error ", StringComparison.Ordinal)
            && line.EndsWith("(did you mean \"port\"?)", StringComparison.Ordinal)
        );
        lines.ShouldContain(line =>
            line.StartsWith($"{file}:2:58: error ", StringComparison.Ordinal)
        );
        lines.ShouldContain(line =>
            line.StartsWith($"{file}:3:15: error ", StringComparison.Ordinal)
        );
        lines.ShouldContain(line =>
            line.StartsWith($"{file}:4:43: error ", StringComparison.Ordinal)
        );
        lines.ShouldContain(line =>
            line.StartsWith($"{file}:4:61: error ", StringComparison.Ordinal)
        );
        lines.Length.ShouldBe(5);
    }

    [Fact]
    public async Task Json_output_is_json()
    {
        string file = Write("""{ "listen": { "port": 0 }, "backends": [] }""");
        CommandResult result = await WeirProgram.RunAsync("check", "-c", file, "--json");
        result.ExitCode.ShouldBe(1);
        JsonSerializer
            .Deserialize<JsonElement>(result.Output)
            .ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Theory]
    [InlineData("check", "-c", "/does/not/exist.json")]
    [InlineData("run", "-c", "/does/not/exist.json")]
    public async Task A_file_that_is_not_there_is_1_and_told_on_stderr(params string[] arguments)
    {
        CommandResult result = await WeirProgram.RunAsync(arguments);
        result.ExitCode.ShouldBe(1);
        result.Errors.ShouldContain("/does/not/exist.json");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("check", "--nonsense")]
    [InlineData("run", "--listen")]
    [InlineData("drain")]
    public async Task Wrong_usage_is_2(params string[] arguments)
    {
        CommandResult result = await WeirProgram.RunAsync(arguments);
        result.ExitCode.ShouldBe(2);
        result.Errors.ShouldNotBeEmpty();
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_version_and_the_schema_are_printed()
    {
        CommandResult version = await WeirProgram.RunAsync("version");
        version.ExitCode.ShouldBe(0);
        version.Output.ShouldContain("0.1.0");
        CommandResult schema = await WeirProgram.RunAsync("schema");
        schema.ExitCode.ShouldBe(0);
        JsonSerializer
            .Deserialize<JsonElement>(schema.Output)
            .GetProperty("$schema")
            .GetString()
            .ShouldNotBeNull();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string text)
    {
        string path = Path.Combine(_folder.FullName, "weir.json");
        File.WriteAllText(path, text);
        return path;
    }
}
