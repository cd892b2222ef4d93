// The system's own resolver.
using Shouldly;
using Weir.Discovery.Names;
using Xunit;

namespace Weir.Tests.Discovery.Names;

public sealed class SystemNamesTests
{
    [Fact]
    public async Task It_knows_this_machine_and_answers_what_is_no_name_without_addresses()
    {
        var names = new SystemNames();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        NameAnswer localhost = await names.LookUpAsync("localhost", cancellation);
        localhost.Addresses.ShouldContain(System.Net.IPAddress.Loopback);
        localhost.Lifetime.ShouldBe(SystemNames.Lifetime);
        (await names.LookUpAsync("no..name", cancellation)).Addresses.ShouldBeEmpty();
    }
}
