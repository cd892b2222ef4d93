// Where the time of an exchange goes: waiting for a place, connecting, waiting for the first byte. Owned by its exchange.

namespace Weir.Proxy.Exchanges;

/// <summary>A few stops of the worker's clock, in microseconds; the steps of the session set them.</summary>
internal struct ExchangeTimes
{
    private long _queuedAtUs;
    private long _acquireAtUs;
    private long _sentAtUs;

    /// <summary>All waits for a place so far.</summary>
    public long QueueUs { get; private set; }

    /// <summary>All connects so far, failed ones included.</summary>
    public long ConnectUs { get; private set; }

    /// <summary>From the latest sending of the request to the first byte that came back; -1 when none has.</summary>
    public long FirstByteUs { get; private set; }

    public void Begin()
    {
        QueueUs = ConnectUs = 0;
        _queuedAtUs = _acquireAtUs = FirstByteUs = -1;
    }

    /// <summary>Joins the queue.</summary>
    public void OnQueued(long nowUs) => _queuedAtUs = nowUs;

    /// <summary>Asks for a connection.</summary>
    public void OnAcquire(long nowUs)
    {
        EndWait(nowUs);
        _acquireAtUs = nowUs;
    }

    /// <summary>The request begins to go out.</summary>
    public void OnSend(long nowUs)
    {
        EndWait(nowUs);
        _sentAtUs = nowUs;
        FirstByteUs = -1;
    }

    /// <summary>Bytes came from the backend; the first ones count.</summary>
    public void OnBackendBytes(long nowUs)
    {
        if (FirstByteUs < 0)
        {
            FirstByteUs = nowUs - _sentAtUs;
        }
    }

    /// <summary>The wait that is under way, for a place or a connection, is over: it got what it wanted, or gave up.</summary>
    public void EndWait(long nowUs)
    {
        if (_queuedAtUs >= 0)
        {
            QueueUs += nowUs - _queuedAtUs;
            _queuedAtUs = -1;
        }

        if (_acquireAtUs >= 0)
        {
            ConnectUs += nowUs - _acquireAtUs;
            _acquireAtUs = -1;
        }
    }
}
