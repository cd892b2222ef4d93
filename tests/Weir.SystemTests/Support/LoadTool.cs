// A load generator that others wrote (wrk, ab), run to its end or beside what a test does meanwhile.
using System.Diagnostics;

namespace Weir.SystemTests.Support;

/// <summary>One run of a tool. Its limits in time and count are in the arguments; disposing ends it early.</summary>
public sealed class LoadTool : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _said;

    private LoadTool(Process process)
    {
        _process = process;
        _said = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Starts it; skips the test where it is not installed.</summary>
    public static LoadTool Start(string program, string arguments)
    {
        Assert.SkipUnless(File.Exists(program), $"{program} is not installed");
        return new LoadTool(
            Process
                .Start(
                    new ProcessStartInfo(program, arguments)
                    {
                        RedirectStandardOutput = true,
                        UseShellExecute = false,
                    }
                )
                .ShouldNotBeNull()
        );
    }

    /// <summary>What it printed, once it has ended.</summary>
    public async Task<string> SaidAsync()
    {
        string said = await Eventually.Within(_said, "the load tool to end");
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0, said);
        return said;
    }

    /// <summary>Ends it early as Ctrl-C does, upon which wrk says what it has.</summary>
    public Task<string> InterruptAsync()
    {
        Signals.Send(_process.Id, "INT");
        return SaidAsync();
    }

    /// <inheritdoc cref="SaidAsync"/>
    public static async Task<string> RunAsync(string program, string arguments)
    {
        using LoadTool tool = Start(program, arguments);
        return await tool.SaidAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
