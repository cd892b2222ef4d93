// What is left of a failing scenario is what makes it fail.
using Shouldly;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Worlds;

public sealed class ShrinkerTests
{
    [Fact]
    public void Only_what_makes_it_fail_is_left()
    {
        Scenario large = ScenarioDraw.Of(1) with
        {
            Clients =
            [
                .. Enumerable
                    .Range(1, 11)
                    .Select(id => new ClientPlan(id, ClientKind.Http, 0, 7) { Requests = 8 }),
            ],
            Happenings =
            [
                new Happening(HappeningKind.Kill, 1),
                new Happening(HappeningKind.Reload, 2),
            ],
            Front = FaultProfile.RandomPace(new Proxy.Primitives.Rng(3)),
            Workers = 3,
        };
        // Two of the clients, one of them with three requests, and the reload.
        Scenario small = Shrinker.Shrink(
            large,
            s =>
                s.Clients.Any(c => c is { Id: 4, Requests: > 2 })
                && s.Clients.Any(c => c.Id == 9)
                && s.Happenings.Any(h => h.Kind == HappeningKind.Reload)
                    ? $"fails with {s.Clients.Length} clients"
                    : null
        );
        small.Clients.Select(c => (c.Id, c.Requests)).ShouldBe([(4, 3), (9, 1)]);
        small.Happenings.Select(h => h.Kind).ShouldBe([HappeningKind.Reload]);
        small.Front.ShouldBe(FaultProfile.None);
        small.Workers.ShouldBe(1);
    }

    [Fact]
    public void Another_failure_is_not_taken_for_the_first()
    {
        Scenario large = ScenarioDraw.Of(1) with
        {
            Clients = [new(1, ClientKind.Http, 0, 7), new(2, ClientKind.Http, 0, 7)],
        };
        Shrinker
            .Shrink(large, s => s.Clients.Length == 2 ? "two" : "fewer")
            .Clients.Length.ShouldBe(2);
    }

    [Fact]
    public void What_does_not_fail_stays_as_it_is()
    {
        Scenario sound = ScenarioDraw.Of(1);
        Shrinker.Shrink(sound, _ => null).ShouldBeSameAs(sound);
    }
}
