// `weir top` on a pseudo-terminal, as a person sees it, and in a pipe.
using System.Diagnostics;
using System.Text.Json;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Commands;

public sealed class TopTests
{
    private const string AlternateScreenOn = "\e[?1049h";
    private const string AlternateScreenOff = "\e[?1049l";

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("q")]
    [InlineData("\u0003")] // Ctrl-C
    public async Task On_a_terminal_it_draws_in_place_and_leaves_the_screen_as_it_was(string key)
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        ProcessStartInfo top = WeirProgram.Command(
            "top",
            "--interval",
            "0.1",
            "--admin",
            weir.Admin.Endpoint.ToString()
        );
        string program = string.Join(' ', [top.FileName, .. top.ArgumentList]);
        string command = $"stty rows 40 cols 150; exec {program}";
        var start = new ProcessStartInfo("script", ["-qefc", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["TERM"] = "xterm";
        using Process terminal =
            Process.Start(start) ?? throw new InvalidOperationException("no script(1)");
        try
        {
            await WatchAsync(terminal, backend.Address, key);
        }
        finally
        {
            terminal.Kill(entireProcessTree: true); // nothing, when all went well
        }
    }

    [Fact]
    public async Task In_a_pipe_each_picture_is_plain_or_a_line_of_json()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        string[] top = ["top", "-i", "0.1", "-n", "2", "--admin", weir.Admin.Endpoint.ToString()];
        CommandResult plain = await WeirProgram.RunAsync(top);
        plain.ExitCode.ShouldBe(0, plain.Errors);
        plain.Output.ShouldContain(backend.Address);
        plain.Output.ShouldNotContain("\e[");
        CommandResult json = await WeirProgram.RunAsync([.. top, "-o", "json"]);
        string[] lines = json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        JsonSerializer
            .Deserialize<JsonElement>(lines[1])
            .GetProperty("backends")[0]
            .GetProperty("address")
            .GetString()
            .ShouldBe(backend.Address);
    }

    [Fact]
    public async Task It_ends_when_nobody_reads_the_pipe_any_more()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        using Process top = Process.Start(
            WeirProgram.Command("top", "-i", "0.1", "--admin", weir.Admin.Endpoint.ToString())
        )!; // it starts, as all others did
        await top.StandardOutput.ReadLineAsync(Ended);
        top.StandardOutput.Close();
        await Eventually.Within(top.WaitForExitAsync(Ended), "it to see that the pipe is closed");
        top.ExitCode.ShouldBe(0);
    }

    private static async Task WatchAsync(Process terminal, string address, string key)
    {
        string screen = "";
        char[] buffer = new char[4096];
        await Eventually.Until(
            async () =>
            {
                int count = await terminal.StandardOutput.ReadAsync(buffer, Ended);
                screen += new string(buffer, 0, count);
                return count == 0 || screen.Split(address).Length > 3;
            },
            "three pictures are drawn"
        );
        await terminal.StandardInput.WriteAsync(key.AsMemory(), Ended);
        await terminal.StandardInput.FlushAsync(Ended);
        screen += await Eventually.Within(
            terminal.StandardOutput.ReadToEndAsync(Ended),
            "it to end"
        );
        await Eventually.Within(terminal.WaitForExitAsync(Ended), "it to end");
        terminal.ExitCode.ShouldBe(0, screen);
        screen.ShouldContain(AlternateScreenOn);
        screen.ShouldContain("q or Ctrl-C ends");
        screen
            .LastIndexOf(AlternateScreenOff, StringComparison.Ordinal)
            .ShouldBeGreaterThan(screen.LastIndexOf(address, StringComparison.Ordinal));
        screen
            .LastIndexOf("\e[?25h", StringComparison.Ordinal) // the cursor is back
            .ShouldBeGreaterThan(screen.LastIndexOf("\e[?25l", StringComparison.Ordinal));
    }
}
