// How late a reactor comes to what is ready, and what it turns away for that. Told by the engine, asked on the same thread.
namespace Weir.Proxy.Io;

/// <summary>
/// One late look may be a pause of the whole process (a debugger, a suspended machine) or one burst; what waited too long twice in a row
/// waits in a queue that does not get shorter. Then new connections are turned away, and a share of the requests on open ones: it grows
/// from look to look, to a half and no further, and is gone once what waits does so for less than half the limit. A refusal costs a good part of what an answer does, and clients that come again at once
/// would otherwise keep a thread busy with refusals alone.
/// </summary>
public sealed class LoopLag
{
    private const int Whole = 16;
    private const int MostShed = Whole / 2;
    private const int StepUp = 2;

    private bool _wasOver;
    private int _share; // of Whole
    private int _due;

    /// <summary>Microseconds that what is ready may wait for its visit.</summary>
    public long LimitUs { get; set; } = long.MaxValue;

    /// <summary>Microseconds that the last one looked at had waited.</summary>
    public long LatestUs { get; private set; }

    /// <summary>Whether the last two looks were over the limit: the time for no new connections.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether anything is turned away: the time to look again soon.</summary>
    public bool IsShedding => _share > 0;

    /// <summary>Takes over what a visit had to wait.</summary>
    public void Look(long waitedUs)
    {
        bool isOver = waitedUs > LimitUs;
        IsOver = isOver && _wasOver;
        _wasOver = isOver;
        _share =
            IsOver ? int.Min(_share + StepUp, MostShed)
            : waitedUs > LimitUs / 2 ? int.Max(_share - 1, 0)
            : 0;
        LatestUs = waitedUs;
    }

    /// <summary>For each request in turn: whether it is one of those to turn away.</summary>
    public bool TryShedRequest()
    {
        _due += _share;
        if (_due < Whole)
        {
            return false;
        }

        _due -= Whole;
        return true;
    }
}
