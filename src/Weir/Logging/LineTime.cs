// The instant of a line as text. Thousands of lines share a second, so the text of the last one is kept. Owned by the log thread.
using System.Globalization;

namespace Weir.Logging;

/// <summary>Writes times of UTC.</summary>
internal sealed class LineTime
{
    private readonly byte[] _rfc3339 = new byte[32];
    private readonly byte[] _commonLog = new byte[32];
    private int _rfc3339Length;
    private int _commonLogLength;
    private long _second = -1;

    /// <summary><c>2026-11-23T13:37:57.123Z</c></summary>
    public void AppendRfc3339(long utcTicks, LineBuffer line)
    {
        KeepSecond(utcTicks);
        line.Append(_rfc3339.AsSpan(0, _rfc3339Length));
        line.AppendThreeDigits(
            (int)(utcTicks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMillisecond)
        );
        line.Append("Z"u8);
    }

    /// <summary><c>23/Nov/2026:13:37:57 +0000</c></summary>
    public void AppendCommonLog(long utcTicks, LineBuffer line)
    {
        KeepSecond(utcTicks);
        line.Append(_commonLog.AsSpan(0, _commonLogLength));
    }

    private void KeepSecond(long utcTicks)
    {
        long second = utcTicks / TimeSpan.TicksPerSecond;
        if (second == _second)
        {
            return;
        }

        _second = second;
        var time = new DateTime(second * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        CultureInfo invariant = CultureInfo.InvariantCulture;
        time.TryFormat(_rfc3339, out _rfc3339Length, "yyyy-MM-dd'T'HH:mm:ss'.'", invariant);
        time.TryFormat(_commonLog, out _commonLogLength, "dd/MMM/yyyy:HH:mm:ss' +0000'", invariant);
    }
}
