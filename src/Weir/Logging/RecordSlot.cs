// One place in a ring of records. Owned by the writer until it is published, then by the reader until it is released.
using Weir.Proxy.Events;

namespace Weir.Logging;

/// <summary>A record with texts of its own.</summary>
internal sealed class RecordSlot
{
    private readonly RequestTexts _texts = new();
    private AccessRecord _record;

    /// <summary>When the request ended, in ticks of UTC.</summary>
    public long UtcTicks { get; private set; }

    public ref readonly AccessRecord Record => ref _record;

    public void Set(long utcTicks, in AccessRecord record)
    {
        UtcTicks = utcTicks;
        _texts.CopyFrom(record.Texts);
        _record = record with { Texts = _texts };
    }
}
