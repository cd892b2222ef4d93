// Sends requests on one connection of a simulated client. Owned by the client for as long as the connection.
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Http;

/// <summary>Each at its own pace; a body may wait for the 100 that its head expects, and for some time only (RFC 9110 §10.1.1).</summary>
internal sealed class SimRequestSender(SimNetwork network, SimPeer peer, Action onDone)
{
    private readonly SimPacer _pacer = new(network, peer, onDone);
    private Action? _sendBody;
    private SimEvent? _bodyDue;

    /// <summary>Not all of the request is out.</summary>
    public bool IsSending => _pacer.IsSending || _sendBody is not null;

    /// <summary>Sends the request, or its beginning when these are not all of its bytes.</summary>
    public void Send(SimRequest request, byte[] bytes)
    {
        int headBytes = SimMessageWriter.HeadBytes(bytes);
        if (!request.ExpectsContinue || request.ContinueWaitUs == 0 || headBytes == bytes.Length)
        {
            _pacer.Send(bytes, request.PieceBytes, request.PieceDelayUs);
            return;
        }

        _sendBody = () => _pacer.Send(bytes[headBytes..], request.PieceBytes, request.PieceDelayUs);
        peer.Send(bytes.AsSpan(0, headBytes));
        if (request.ContinueWaitUs > 0)
        {
            _bodyDue = network.After(request.ContinueWaitUs, () => OnWaited(request.Id));
        }
    }

    /// <summary>100 came.</summary>
    public void OnContinue()
    {
        Action? sendBody = _sendBody;
        _sendBody = null;
        _bodyDue?.Cancel();
        sendBody?.Invoke();
    }

    public void Stop()
    {
        _pacer.Stop();
        _sendBody = null;
        _bodyDue?.Cancel();
    }

    private void OnWaited(int id)
    {
        network.Note("no 100 in time", id);
        OnContinue();
    }
}
