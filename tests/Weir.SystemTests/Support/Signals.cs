// Signals to processes that a test has started.
using System.Diagnostics;
using System.Globalization;

namespace Weir.SystemTests.Support;

public static class Signals
{
    public static void Send(int pid, string name)
    {
        using Process kill = Process
            .Start("kill", [$"-{name}", pid.ToString(CultureInfo.InvariantCulture)])
            .ShouldNotBeNull();
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }
}
