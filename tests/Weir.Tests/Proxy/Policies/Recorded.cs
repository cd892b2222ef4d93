// Policies that write down that they were asked, and do what the test says.
using Weir.Protocol.Http;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;

namespace Weir.Tests.Proxy.Policies;

internal static class Recorded
{
    public static PolicyRefusal No { get; } = new(FailureCode.NoRoute, "no", 410);

    /// <summary>Adds a field to the request, or refuses it.</summary>
    internal sealed class AtRequest(List<string> calls, string name, bool refuses = false)
        : RequestPolicy
    {
        public override PolicyRefusal? Apply(ReceivedRequest request, PolicyWorker worker)
        {
            calls.Add(name);
            request.Edits.Add("X-Policy"u8, System.Text.Encoding.ASCII.GetBytes(name));
            return refuses ? No : null;
        }
    }

    /// <summary>Wants one of the members by its index; -1: does not mind.</summary>
    internal sealed class AtPick(List<string> calls, string name, int index) : PickPolicy
    {
        public override PickHint Hint(ReceivedRequest request, ClusterSnapshot members)
        {
            calls.Add(name);
            return index < 0 ? default : new PickHint(members.Backends[index]);
        }
    }

    /// <summary>Adds a field to the response.</summary>
    internal sealed class AtResponse(List<string> calls, string name) : ResponsePolicy
    {
        public override void Edit(in ResponseView response, HeadEdits edits)
        {
            calls.Add($"{name} {response.Head.StatusCode}");
            edits.Add("X-Policy"u8, System.Text.Encoding.ASCII.GetBytes(name));
        }
    }

    /// <summary>Writes down what came of it.</summary>
    internal sealed class AtEnd(List<string> calls, string name) : OutcomePolicy
    {
        public override void Note(
            ReceivedRequest request,
            in OutcomeView outcome,
            PolicyWorker worker
        ) =>
            calls.Add(
                $"{name} {outcome.Backend?.Address ?? "nobody"} {outcome.Error} {outcome.Status} {outcome.DurationUs}"
            );
    }
}
