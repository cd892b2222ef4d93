// What the kernel says of the test process itself.
using Shouldly;
using Weir.Admin;
using Xunit;

namespace Weir.Tests.Admin;

public sealed class ProcessFiguresTests
{
    [Fact]
    public void The_process_reads_its_own_figures()
    {
        ProcessFigures figures = ProcessFigures.Read();
        figures.OpenFds.ShouldBeGreaterThan(2);
        figures.ResidentBytes.ShouldBeGreaterThan(1_000_000);
        figures.CpuSeconds.ShouldBeGreaterThan(0);
        figures.StartTimeSeconds.ShouldBeGreaterThan(1_600_000_000);
    }

    [Fact]
    public void An_open_file_is_counted()
    {
        long before = ProcessFigures.Read().OpenFds;
        FileStream[] files = [.. Enumerable.Range(0, 200).Select(_ => File.OpenRead("/dev/null"))];
        ProcessFigures.Read().OpenFds.ShouldBeGreaterThan(before + 100);
        Array.ForEach(files, f => f.Dispose());
    }
}
