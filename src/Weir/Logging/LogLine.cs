// One event on its way from the thread that saw it to the log thread. Owned by whoever took it from the free list.
using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Configuration.Process;

namespace Weir.Logging;

/// <summary>A reusable JSON line; its text is complete after <see cref="End"/>.</summary>
internal sealed class LogLine : IDisposable
{
    /// <summary>The instant comes first and is of fixed length, so that two lines can be compared without it:
    /// <c>{"timestamp":"</c> 14, the instant 24, the quote 1.</summary>
    public const int TimestampEnd = 39;

    /// <summary>A line that grew past this is not kept for reuse.</summary>
    private const int MostKeptBytes = 8 * 1024;

    private static readonly JsonWriterOptions s_options = new()
    {
        // Logs are read by people and log shippers, never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    public LogLine() => Writer = new Utf8JsonWriter(_buffer, s_options);

    public Utf8JsonWriter Writer { get; }

    /// <summary>An error may be collapsed with its equals.</summary>
    public bool IsError { get; private set; }

    /// <summary>How many things the event stands for, which the log thread adds to the text: equal events are summed. 0: it says none.</summary>
    public long Count { get; private set; }

    public bool IsReusable => _buffer.Capacity <= MostKeptBytes;

    /// <summary>The whole line with its newline.</summary>
    public ReadOnlySpan<byte> Text => _buffer.WrittenSpan;

    public void Begin(DateTimeOffset now, LogLevel level, string eventName, long count = 0)
    {
        Count = count;
        IsError = string.Equals(eventName, LogNames.Error, StringComparison.Ordinal);
        _buffer.ResetWrittenCount();
        Writer.Reset();
        Writer.WriteStartObject();
        WriteTimestamp(Writer, now);
        Writer.WriteString("level"u8, LogNames.Of(level));
        Writer.WriteString("event"u8, eventName);
    }

    public void End()
    {
        Writer.WriteEndObject();
        Writer.Flush();
        _buffer.Write("\n"u8);
    }

    /// <summary>RFC 3339 in UTC with milliseconds.</summary>
    public static void WriteTimestamp(Utf8JsonWriter writer, DateTimeOffset now)
    {
        Span<byte> text = stackalloc byte[32];
        now.UtcDateTime.TryFormat(
            text,
            out int length,
            "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture
        );
        writer.WriteString("timestamp"u8, text[..length]);
    }

    public void Dispose() => Writer.Dispose();
}
