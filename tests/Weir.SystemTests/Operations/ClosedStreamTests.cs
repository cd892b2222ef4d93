// Started without standard streams, as some daemon managers do, or with a reader that has gone away.
using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class ClosedStreamTests
{
    [Theory]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&-")]
    [InlineData("<&- >&- 2>&-")]
    [InlineData("> /dev/full")]
    public async Task Commands_do_not_crash(string streams)
    {
        using var folder = new TempFolder();
        string file = folder.Write("weir.json", TestConfig.Http(["127.0.0.1:1"]).ToJsonString());
        string[][] commands =
        [
            ["version"],
            ["check", "-c", file],
            ["schema"],
            ["--help"],
            ["status", "--admin", "127.0.0.1:1"],
        ];
        foreach (string[] command in commands)
        {
            using Process process = Start(streams, command);
            await Eventually.Within(
                process.WaitForExitAsync(TestContext.Current.CancellationToken),
                $"{command[0]} to end"
            );
            process.ExitCode.ShouldBeInRange(0, 2, $"{command[0]} {streams}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("2>&1")]
    public async Task A_full_disk_is_told_in_one_line(string errors)
    {
        using var folder = new TempFolder();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(["127.0.0.1:1"])
        );
        string admin = weir.Admin.Endpoint.ToString();
        string file = folder.Write("weir.json", TestConfig.Http(["127.0.0.1:1"]).ToJsonString());
        string[][] commands =
        [
            ["version"],
            ["check", "-c", file],
            ["schema"],
            ["completion", "bash"],
            ["doctor", "-c", file],
            ["explain", "GET", "/", "--listener", "default", "-c", file],
            ["--help"],
            ["run", "--help"],
            ["status", "--admin", admin],
            ["status", "-o", "json", "--admin", admin],
            ["failures", "-o", "json", "--admin", admin],
            ["top", "-n", "1", "--interval", "0.1", "--admin", admin],
            ["reload", "--admin", admin],
        ];
        foreach (string[] command in commands)
        {
            using Process process = Start($"> /dev/full {errors}", command);
            await Eventually.Within(
                process.WaitForExitAsync(TestContext.Current.CancellationToken),
                $"{command[0]} to end"
            );
            process.ExitCode.ShouldBe(1, command[0]);
            string told = await process.StandardError.ReadToEndAsync(
                TestContext.Current.CancellationToken
            );
            told.ShouldBe(
                errors.Length > 0
                    ? ""
                    : "weir: standard output cannot be written: No space left on device\n",
                command[0]
            );
        }
    }

    [Theory]
    [InlineData(">&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task It_runs_and_logs_to_its_file_and_no_stream_is_a_socket(string streams)
    {
        using var folder = new TempFolder();
        string log = Path.Combine(folder.Path, "weir.log");
        JsonObject config = TestConfig.Http(["127.0.0.1:1"]);
        config["admin"] = new JsonObject { ["address"] = "127.0.0.1:0" };
        config["logging"] = new JsonObject { ["mode"] = "file", ["filePath"] = log };
        string file = folder.Write("weir.json", config.ToJsonString());
        using Process process = Start(streams, "run", "-c", file);
        try
        {
            await Eventually.Until(
                () => process.HasExited || (File.Exists(log) && Told(log) >= 2),
                "it listens"
            );
            process.HasExited.ShouldBeFalse();
            for (int fd = 0; fd <= 2; fd++)
            {
                string target = new FileInfo($"/proc/{process.Id}/fd/{fd}").LinkTarget ?? "";
                target.ShouldNotStartWith("socket:");
                target.ShouldNotBe(log);
            }
        }
        finally
        {
            Signals.Send(process.Id, "TERM");
            await Eventually.Within(
                process.WaitForExitAsync(TestContext.Current.CancellationToken),
                "it ends"
            );
        }

        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_reader_that_went_away_is_no_error_worth_a_word()
    {
        using var folder = new TempFolder();
        string file = folder.Write("weir.json", "{" + string.Concat(Unknown(20_000)) + "}");
        // The reader ends at once; 141 is what a shell shows of a death by SIGPIPE, and 134 of an abort.
        using Process process = Start("| head -c 0; exit ${PIPESTATUS[0]}", "check", "-c", file);
        await Eventually.Within(
            process.WaitForExitAsync(TestContext.Current.CancellationToken),
            "check to end"
        );
        process.ExitCode.ShouldBe(1);
        (
            await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        ).ShouldBe("");
    }

    private static IEnumerable<string> Unknown(int count) =>
        Enumerable.Range(0, count).Select(i => $"\"k{i}\": 1,\n");

    private static int Told(string log) => File.ReadAllText(log).Split("\"listening\"").Length - 1;

    private static Process Start(string streams, params string[] arguments)
    {
        ProcessStartInfo start = WeirProgram.Command(arguments);
        string[] command = [start.FileName, .. start.ArgumentList];
        string exec = streams.StartsWith('|') ? "" : "exec ";
        start.FileName = "bash";
        start.ArgumentList.Clear();
        Array.ForEach(
            ["-c", $"{exec}\"$@\" {streams}", "bash", .. command],
            start.ArgumentList.Add
        );
        return Process.Start(start)!; // a program is started
    }
}
