// What listeners are called in Via: apart from each other, alike for as long as the instance is the same.
using System.Text;
using Shouldly;
using Weir.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Snapshots;

public sealed class PseudonymTests
{
    [Fact]
    public void It_is_weir_and_eight_hexadecimal_digits() =>
        Of("one", "web").ShouldMatch("^weir-[0-9a-f]{8}$");

    [Fact]
    public void Each_listener_of_each_instance_has_its_own()
    {
        string[] all =
        [
            .. Enumerable
                .Range(0, 1_000)
                .Select(i => Of(i % 2 == 0 ? "one" : "two", $"listener-{i / 2}")),
        ];
        all.Distinct(StringComparer.Ordinal).Count().ShouldBe(all.Length);
        Of("one", "web").ShouldBe(Of("one", "web"));
    }

    private static string Of(string instance, string listener) =>
        Encoding.ASCII.GetString(Pseudonym.Of(instance, listener));
}
