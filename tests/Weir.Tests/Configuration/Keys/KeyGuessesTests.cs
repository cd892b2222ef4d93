// What guesses at unknown keys cost.

using System.Globalization;
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Xunit;

namespace Weir.Tests.Configuration.Keys;

public sealed class KeyGuessesTests
{
    private readonly KeyGuesses _guesses = new(RootKeys.Sections);

    [Fact]
    public void A_name_is_searched_for_once_in_each_section()
    {
        for (int i = 0; i < 10_000; i++)
        {
            _guesses.Of("adress", BackendKeys.All).Meant.ShouldBe("address");
        }

        _guesses.Made.ShouldBe(1);
        _guesses.Of("bakends", RootKeys.All).Meant.ShouldBe("backends");
        _guesses.Of("adress", RootKeys.All).Meant.ShouldBeNull();
        _guesses.Made.ShouldBe(3);
    }

    [Fact]
    public void After_many_names_nothing_more_is_searched_for_and_what_is_known_stays()
    {
        for (int i = 0; i < 100_000; i++)
        {
            _guesses.Of($"bakends{i % 100_000}", RootKeys.All);
        }

        _guesses.Made.ShouldBe(KeyGuesses.MostGuesses);
        _guesses.Of("listne", RootKeys.All).ShouldBe(default);
        _guesses.Of("bakends0", RootKeys.All).Meant.ShouldNotBeNull();
    }

    [Fact]
    public void A_file_of_many_unknown_keys_costs_in_proportion_to_its_size()
    {
        Read(100); // what is made once
        long few = AllocatedBy(5_000);
        long many = AllocatedBy(50_000);
        // Tenfold, and as much again for lists that grow by doubling.
        many.ShouldBeLessThan(20 * few);
        (many / 50_000).ShouldBeLessThan(2_000);
    }

    private static long AllocatedBy(int keys)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(keys).ShouldBe(keys);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static int Read(int keys)
    {
        StringBuilder text = new(
            "{\"listen\":{\"port\":1},\"backends\":[{\"address\":\"127.0.0.1:9\"}]"
        );
        for (int i = 0; i < keys; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $",\n\"unknown{i}\":{i}");
        }

        return ConfigReader
            .Read(text.Append('}').ToString(), "weir.json", new ConfigReadOptions())
            .Problems.Length;
    }
}
