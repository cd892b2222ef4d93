// One row of the table of faults: what was done, what was measured, and the bar that it is held to.
namespace Weir.Faults.Tools;

/// <summary>Appends to the file that WEIR_FAULTS_REPORT names, as a Markdown table row, and fails the test when the bar is missed.</summary>
public static class Figure
{
    public static void Record(string fault, string measured, string bar, bool holds)
    {
        string row = $"| {fault} | {measured} | {bar} | {(holds ? "holds" : "**missed**")} |";
        TestContext.Current.TestOutputHelper?.WriteLine(row);
        if (Environment.GetEnvironmentVariable("WEIR_FAULTS_REPORT") is { Length: > 0 } path)
        {
            File.AppendAllText(path, row + Environment.NewLine);
        }

        holds.ShouldBeTrue(row);
    }
}
