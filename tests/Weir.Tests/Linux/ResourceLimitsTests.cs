// The descriptor limit can be read and raised to the hard one.
using Shouldly;
using Weir.Linux;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class ResourceLimitsTests
{
    [Fact]
    public void The_soft_limit_rises_to_the_hard_one()
    {
        string line = File.ReadLines("/proc/self/limits")
            .First(text => text.StartsWith("Max open files", StringComparison.Ordinal));
        string hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];

        ulong raised = ResourceLimits.RaiseOpenFiles();

        raised.ShouldBe(ulong.Parse(hard, System.Globalization.CultureInfo.InvariantCulture));
        ResourceLimits.OpenFiles.ShouldBe(raised);
    }
}
