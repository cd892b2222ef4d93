// Files with a great many entries: what reading them takes must grow as they do and not by the square.

using System.Globalization;
using System.Text;
using Shouldly;
using Weir.Configuration;
using Xunit;

namespace Weir.Tests.Configuration;

public sealed class ManyEntriesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Twice_as_many_unknown_keys_take_twice_the_memory(bool inOneLine)
    {
        _ = Allocated(UnknownKeys(100, inOneLine)); // what is made once
        long once = Allocated(UnknownKeys(20_000, inOneLine));
        long twice = Allocated(UnknownKeys(40_000, inOneLine));
        ((double)twice / once).ShouldBeInRange(1.5, 2.5);
    }

    [Fact]
    public void Ten_thousand_listeners_clusters_and_routes_are_read_without_a_problem()
    {
        const int Count = 10_000;
        var text = new StringBuilder("""{ "admin": { "address": "off" }, "listeners": [ """);
        for (int i = 0; i < Count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""{ "name": "l{{i}}", "address": "127.{{i / 250}}.{{i % 250}}.1:9000", "cluster": "c{{i}}" },"""
            );
        }

        text.Append("""{ "name": "web", "address": "127.0.0.2:80", "mode": "http", "routes": [ """);
        for (int i = 0; i < Count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""{ "host": "h{{i}}.example.com", "cluster": "c{{i}}" },"""
            );
        }

        text.Append("""], "cluster": "c0" } ], "clusters": { """);
        for (int i = 0; i < Count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$""" "c{{i}}": { "backends": [ { "address": "127.0.0.1:9100" } ] },"""
            );
        }

        WeirConfig config = ConfigTestText.ReadFine(text.Append("} }").ToString());
        config.Clusters.Length.ShouldBe(Count);
        config.Listeners[^1].Routes.Length.ShouldBe(Count);
    }

    [Fact]
    public void Three_hundred_thousand_unknown_keys_in_one_line_are_all_told()
    {
        ConfigReadResult result = ConfigTestText.Read(UnknownKeys(300_000, inOneLine: true));
        result.Problems.Length.ShouldBe(300_000);
        result.Problems[^1].Column.ShouldBeGreaterThan(3_000_000);
    }

    private static long Allocated(string text)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = ConfigTestText.Read(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string UnknownKeys(int count, bool inOneLine)
    {
        var text = new StringBuilder(
            $"{{ {ConfigTestText.SomeListener}, {ConfigTestText.SomeBackends}"
        );
        for (int i = 0; i < count; i++)
        {
            text.Append(inOneLine ? ", " : ",\n")
                .Append(CultureInfo.InvariantCulture, $"\"q{i}\": 1");
        }

        return text.Append(" }").ToString();
    }
}
