// Looks at the system that the tests run on.
using Shouldly;
using Weir.Hosting;
using Weir.Proxy.Doctor;
using Xunit;

namespace Weir.Tests.Hosting;

public sealed class HostReaderTests
{
    [Fact]
    public void The_system_says_what_it_allows()
    {
        HostFacts host = HostReader.Read();
        host.OpenFilesLimit.ShouldNotBeNull().ShouldBeGreaterThan(0);
        host.Somaxconn.ShouldNotBeNull().ShouldBeGreaterThan(0);
        host.LocalPorts.ShouldNotBeNull().ShouldBeInRange(1, 65_536);
        host.ClockSource.ShouldNotBe("");
    }
}
