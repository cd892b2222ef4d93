// Holds the command line to its exit codes, its messages, and what goes to which stream.
using System.Text.Json;
using Shouldly;
using Weir.Commands;
using Xunit;

namespace Weir.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private const string Good = """
        { "listen": { "port": 9000 }, "backends": [ { "address": "127.0.0.1:9100" } ] }
        """;

    private const string Bad = """
        {
          "listen": { "port": 9000 },
          "bakends": [],
          "backends": [ { "address": "127.0.0.1:9100" } ]
        }
        """;

    // Valid, but no backend takes work: a warning.
    private const string Doubtful = """
        { "listen": { "port": 9000 }, "backends": [ { "address": "127.0.0.1:9100", "weight": 0 } ] }
        """;

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-cli").FullName;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_misspelt_command_is_wrong_usage_and_the_right_one_is_suggested()
    {
        Invoke("chek", "-c", "x").ShouldBe(2);
        _output.ToString().ShouldBeEmpty();
        _error.ToString().ShouldContain("'chek' was not matched");
        _error.ToString().ShouldContain("check");
        _error.ToString().ShouldContain("weir --help");
    }

    [Fact]
    public void A_misspelt_option_is_wrong_usage_and_the_right_one_is_suggested()
    {
        Invoke("check", "--strct").ShouldBe(2);
        _error.ToString().ShouldContain("--strict");
        _error.ToString().ShouldContain("weir check --help");
    }

    [Theory]
    [InlineData("run", "--set", "novalue")]
    [InlineData("run", "--mode", "udp")]
    [InlineData("drain", "nobackend")]
    [InlineData("status", "--admin", "9001")]
    [InlineData("demo", "--seconds", "-1")]
    [InlineData("demo", "--seconds", "soon")]
    [InlineData("top", "--interval", "0")]
    [InlineData("top", "--interval", "NaN")]
    [InlineData("top", "--count", "-1")]
    [InlineData("check", "-o", "yaml")]
    [InlineData("completion", "tcsh")]
    public void A_value_that_cannot_be_is_wrong_usage(params string[] args)
    {
        Invoke(args).ShouldBe(2);
        _error.ToString().ShouldContain(args[^1]);
        _output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_at_all_is_wrong_usage_and_shows_the_help_among_the_problems()
    {
        Invoke().ShouldBe(2);
        _output.ToString().ShouldBeEmpty();
        _error.ToString().ShouldContain("Commands:");
    }

    [Fact]
    public void Help_is_no_problem()
    {
        Invoke("--help").ShouldBe(0);
        _output.ToString().ShouldContain("demo");
        _error.ToString().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-?")]
    [InlineData("/h")]
    public void Foreign_spellings_of_help_are_not_taken(string spelling) =>
        Invoke(spelling).ShouldBe(2);

    [Fact]
    public void The_version_is_one_line()
    {
        Invoke("version").ShouldBe(0);
        _output.ToString().ShouldMatch(@"^weir \d+\.\d+\.\d+\n$");
    }

    [Fact]
    public void The_version_can_be_read_by_programs()
    {
        Invoke("version", "-o", "json").ShouldBe(0);
        using var version = JsonDocument.Parse(_output.ToString());
        version.RootElement.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("status")]
    [InlineData("top")]
    [InlineData("drain")]
    [InlineData("reload")]
    [InlineData("completion")]
    [InlineData("schema")]
    [InlineData("demo")]
    public void The_help_of_a_command_has_examples(string command)
    {
        Invoke(command, "--help").ShouldBe(0);
        _output.ToString().ShouldContain("Examples:");
        _output.ToString().ShouldContain($"  weir {command}");
    }

    [Fact]
    public void The_schema_is_json()
    {
        Invoke("schema").ShouldBe(0);
        using var schema = JsonDocument.Parse(_output.ToString());
        schema.RootElement.GetProperty("type").GetString().ShouldBe("object");
    }

    [Fact]
    public void A_good_file_is_ok()
    {
        string file = Write(Good);
        Invoke("check", "-c", file).ShouldBe(0);
        _output.ToString().ShouldBe($"{file}: ok\n");
        _error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void A_bad_file_fails_with_place_code_and_suggestion()
    {
        string file = Write(Bad);
        Invoke("check", "-c", file).ShouldBe(1);
        _output.ToString().ShouldStartWith($"{file}:3:3: error unknown-key: ");
        _output.ToString().ShouldContain("(did you mean \"backends\"?)");
        _output.ToString().ShouldNotContain(": ok");
    }

    [Fact]
    public void A_warning_fails_a_strict_check_only()
    {
        string file = Write(Doubtful);
        Invoke("check", "-c", file).ShouldBe(0);
        _output.ToString().ShouldContain(": warning ");
        _output.ToString().ShouldEndWith($"{file}: ok\n");
        Invoke("check", "-c", file, "--strict").ShouldBe(1);
    }

    [Fact]
    public void A_check_of_a_foreign_file_lists_all_of_its_problems()
    {
        string file = Write(
            $"{{{string.Join(',', Enumerable.Range(0, 150).Select(i => $"\"x{i}\":0"))}}}"
        );
        Invoke("check", file).ShouldBe(1);
        _output.ToString().Count(c => c == '\n').ShouldBeGreaterThanOrEqualTo(150);
    }

    [Fact]
    public void A_check_can_be_read_by_programs()
    {
        string file = Write(Bad);
        Invoke("check", "-c", file, "--json").ShouldBe(1);
        using var report = JsonDocument.Parse(_output.ToString());
        report.RootElement.GetProperty("file").GetString().ShouldBe(file);
        report.RootElement.GetProperty("ok").GetBoolean().ShouldBeFalse();
        JsonElement problem = report.RootElement.GetProperty("problems")[0];
        problem.GetProperty("severity").GetString().ShouldBe("error");
        problem.GetProperty("code").GetString().ShouldBe("unknown-key");
        problem.GetProperty("suggestion").GetString().ShouldBe("backends");
        problem.GetProperty("line").GetInt32().ShouldBe(3);
        problem.GetProperty("column").GetInt32().ShouldBe(3);
        problem.GetProperty("path").GetString().ShouldBe("bakends");
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    [InlineData("status")]
    public void A_missing_file_is_named_with_what_helps(string command)
    {
        string file = Path.Combine(_folder, "none.json");
        Invoke(command, "-c", file).ShouldBe(1);
        _output.ToString().ShouldBeEmpty();
        _error.ToString().ShouldContain(file);
        _error.ToString().ShouldContain("check the path");
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    public void Without_a_file_the_places_looked_at_are_named(string command)
    {
        Invoke(command).ShouldBe(1);
        _error.ToString().ShouldContain("./weir.json");
        _error.ToString().ShouldContain("/etc/weir/weir.json");
        _error.ToString().ShouldContain("-c FILE");
    }

    [Fact]
    public void A_directory_is_no_file()
    {
        Invoke("check", "-c", _folder).ShouldBe(1);
        _error.ToString().ShouldContain("is a directory; give a FILE");
        Invoke("check", _folder).ShouldBe(1);
        _error.ToString().ShouldNotContain("-c ");
    }

    [Fact]
    public void Run_tells_every_problem_of_its_configuration_and_does_not_start()
    {
        string file = Write(Bad);
        Invoke("run", "-c", file, "--set", "reactor.threds=2").ShouldBe(1);
        _error.ToString().ShouldContain($"{file}:3:3: error unknown-key");
        _error.ToString().ShouldContain("--set reactor.threds");
    }

    [Fact]
    public void Run_needs_no_file_with_listen_and_backend_but_checks_them()
    {
        Invoke("run", "--listen", "nonsense", "--backend", "127.0.0.1:9100").ShouldBe(1);
        _error.ToString().ShouldNotContain("no configuration file");
        _error.ToString().ShouldContain("nonsense");
    }

    private int Invoke(params string[] args) => CommandLine.Invoke(args, _output, _error);

    private string Write(string text)
    {
        string file = Path.Combine(_folder, "weir.json");
        File.WriteAllText(file, text);
        return file;
    }
}
