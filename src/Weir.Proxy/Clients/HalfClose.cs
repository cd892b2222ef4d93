// What a client means by its FIN while its request is under way (docs/adr/0008).
using Weir.Configuration;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;

namespace Weir.Proxy.Clients;

/// <summary>
/// Right behind the last byte FIN is the end of what the client has to say; later the client has left. A response of our own goes out
/// anyway. Part of a connection.
/// </summary>
internal struct HalfClose
{
    private long _lastBytesUs;

    /// <summary>FIN has been read.</summary>
    public bool HasEnded { get; set; }

    /// <summary>FIN came, and not since the client left.</summary>
    public bool SaidAll { get; private set; }

    public void OnBytes(long nowUs) => _lastBytesUs = nowUs;

    /// <param name="exchange">Under way.</param>
    /// <param name="channel">The client's.</param>
    /// <param name="isInside">More of the request's body was to come.</param>
    /// <param name="isRead">It has been read; else it stands behind bytes that are unread.</param>
    /// <param name="mayHalfClose">The listener takes every FIN for the end of what is said.</param>
    /// <param name="nowUs">On the worker's clock.</param>
    public ClientFin OnFin(
        Exchange exchange,
        Channel channel,
        bool isInside,
        bool isRead,
        bool mayHalfClose,
        long nowUs
    )
    {
        HasEnded |= isRead;
        bool hasResponse =
            exchange.At is ExchangeStep.Stream or ExchangeStep.Fail or ExchangeStep.Cut;
        if (isRead && !hasResponse && isInside)
        {
            return ClientFin.Incomplete;
        }

        long sinceUs = nowUs - _lastBytesUs;
        sinceUs = isRead ? sinceUs : long.Min(sinceUs, channel.InputAgeUs);
        SaidAll |=
            mayHalfClose
            || (hasResponse && exchange.Facts.Outcome.HasFailed)
            || sinceUs <= Limits.HalfCloseWindowMs * 1000L;
        return SaidAll ? ClientFin.SaidAll : ClientFin.Left;
    }
}
