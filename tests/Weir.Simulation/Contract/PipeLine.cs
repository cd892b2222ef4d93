// Two connections of one reactor, end to end: what a proxy would pass from the one to the other.
using Shouldly;
using Weir.Proxy.Io;

namespace Weir.Simulation.Contract;

/// <summary>Source → inward, and outward → sink; a test plays the proxy between inward and outward, with one pipe.</summary>
internal sealed class PipeLine : IDisposable
{
    public PipeLine(ReactorRig rig)
    {
        Rig = rig;
        (Source, Inward) = rig.ConnectPair();
        (Outward, Sink) = rig.ConnectPair();
        rig.Reactor.Blocks.TryRentPipe(out Block? pipe).ShouldBeTrue();
        Pipe = pipe!;
        Sink.KeepReceiving(rig.Reactor.Blocks);
    }

    public ReactorRig Rig { get; }

    public RecordingOwner Source { get; }

    public RecordingOwner Inward { get; }

    public RecordingOwner Outward { get; }

    public RecordingOwner Sink { get; }

    public Block Pipe { get; }

    /// <summary>Passes on <paramref name="count"/> bytes of the source; the first receive is pending.</summary>
    public void PassOn(int count)
    {
        int target = Sink.Bytes.Count + count;
        for (int passed = 0; passed < count; )
        {
            Rig.RunUntil(() => !Inward.Channel.IsReceiving);
            passed += Inward.LastCount;
            Block block = Inward.LastBlock!; // it was lent
            Outward.Channel.Send(block, Inward.LastOffset, Inward.LastCount);
            Rig.RunUntil(() => !Outward.Channel.IsSending);
            if (passed < count)
            {
                Inward.Channel.Receive(block);
            }
        }

        Rig.RunUntil(() => Sink.Bytes.Count == target);
    }

    public void Dispose() => Rig.Dispose();
}
