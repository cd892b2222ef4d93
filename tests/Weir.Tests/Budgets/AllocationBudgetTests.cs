// Holds each operation of the request path to the allocated bytes that bench/budgets.json gives it.
using System.Runtime.CompilerServices;
using System.Text.Json;
using Shouldly;
using Weir.Bench.Micro;
using Xunit;

namespace Weir.Tests.Budgets;

public sealed class AllocationBudgetTests
{
    private const int Repetitions = 1000;

    [Fact]
    public void Every_operation_has_a_budget_and_every_budget_an_operation() =>
        Budgets().Keys.ShouldBe(new HotOperations().ByName.Keys, ignoreOrder: true);

    [Fact]
    public void No_operation_of_the_request_path_allocates_more_than_its_budget()
    {
        Dictionary<string, long> budgets = Budgets();
        foreach ((string name, Action operation) in new HotOperations().ByName)
        {
            AllocatedBytes
                .Of(operation, Repetitions, Repetitions)
                .ShouldBeLessThanOrEqualTo(Repetitions * budgets[name], $"{name}: bytes");
        }
    }

    [Fact]
    public void An_allocation_is_noticed() =>
        AllocatedBytes
            .Of(static () => GC.KeepAlive(new byte[1]), Repetitions, Repetitions)
            .ShouldBeGreaterThan(Repetitions);

    [Fact]
    public void What_allocates_at_its_beginning_alone_is_noticed() =>
        AllocatedBytes
            .Of(
                () =>
                {
                    var list = new List<byte>();
                    return () => list.Add(0);
                },
                warmUp: 0,
                repetitions: 1
            )
            .ShouldBeGreaterThan(0);

    private static Dictionary<string, long> Budgets([CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "../../../bench/budgets.json"); // a file has a folder
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document
            .RootElement.EnumerateObject()
            .ToDictionary(
                budget => budget.Name,
                budget => budget.Value.GetProperty("allocatedBytes").GetInt64(),
                StringComparer.Ordinal
            );
    }
}
