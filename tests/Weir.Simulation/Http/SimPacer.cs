// Sends bytes in pieces with pauses between. Owned by the connection that it writes to.
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Http;

/// <summary>One message on its way out; stops by itself when the peer closes.</summary>
internal sealed class SimPacer(SimNetwork network, SimPeer peer, Action onDone)
{
    private SimEvent? _next;

    public bool IsSending { get; private set; }

    public void Send(byte[] bytes, int pieceBytes, long delayUs)
    {
        IsSending = true;
        SendFrom(bytes, 0, pieceBytes, delayUs);
    }

    public void Stop()
    {
        IsSending = false;
        _next?.Cancel();
    }

    private void SendFrom(byte[] bytes, int at, int pieceBytes, long delayUs)
    {
        if (!IsSending || peer.IsClosed)
        {
            IsSending = false;
            return;
        }

        int count = delayUs == 0 ? bytes.Length - at : int.Min(pieceBytes, bytes.Length - at);
        peer.Send(bytes.AsSpan(at, count));
        int end = at + count;
        if (end < bytes.Length)
        {
            _next = network.After(delayUs, () => SendFrom(bytes, end, pieceBytes, delayUs));
            return;
        }

        IsSending = false;
        onDone();
    }
}
