// The two forms of an access log line. Owned by the log thread.
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;

namespace Weir.Logging;

/// <summary>Formats access records as JSON or in the combined format of web servers.</summary>
internal sealed class AccessLineFormatter(AccessLogFormat format) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(
        Stream.Null,
        new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        }
    );

    private readonly StringBuilder _text = new();

    /// <summary>Adds one line with its newline.</summary>
    public void Format(DateTimeOffset time, in AccessRecord record, IBufferWriter<byte> line)
    {
        if (format == AccessLogFormat.Json)
        {
            FormatJson(time, in record, line);
        }
        else
        {
            FormatCombined(time, in record, line);
        }
    }

    public void Dispose() => _json.Dispose();

    private void FormatJson(DateTimeOffset time, in AccessRecord record, IBufferWriter<byte> line)
    {
        _json.Reset(line);
        _json.WriteStartObject();
        LogLine.WriteTimestamp(_json, time);
        _json.WriteString("level"u8, "info"u8);
        _json.WriteString("event"u8, LogNames.Access);
        _json.WriteString("listener"u8, record.Listener);
        _json.WriteString("route"u8, record.Route);
        _json.WriteString("cluster"u8, record.Cluster);
        _json.WriteString("backend"u8, record.Backend);
        _json.WriteString("client"u8, record.Client.ToString());
        _json.WriteString("method"u8, record.Method);
        _json.WriteString("path"u8, record.Path);
        _json.WriteNumber("status"u8, record.Status);
        _json.WriteString("error"u8, record.Error);
        _json.WriteNumber("bytesIn"u8, record.BytesIn);
        _json.WriteNumber("bytesOut"u8, record.BytesOut);
        _json.WriteNumber("attempts"u8, record.Attempts);
        _json.WriteNumber("durationMs"u8, record.DurationUs / 1000.0);
        _json.WriteString("requestId"u8, record.RequestId);
        _json.WriteEndObject();
        _json.Flush();
        line.Write("\n"u8);
    }

    private void FormatCombined(
        DateTimeOffset time,
        in AccessRecord record,
        IBufferWriter<byte> line
    )
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        _text.Clear();
        _text.Append(record.Client.ToIPAddress()?.ToString() ?? "-");
        _text.Append(invariant, $" - - [{time.UtcDateTime:dd/MMM/yyyy:HH:mm:ss} +0000] \"");
        if (record.Method is null)
        {
            _text.Append('-');
        }
        else
        {
            AppendEscaped(record.Method);
            _text.Append(' ');
            AppendEscaped(record.Path ?? "-");
            _text.Append(invariant, $" HTTP/1.{record.HttpMinorVersion}");
        }

        _text.Append(invariant, $"\" {record.Status} {record.BytesOut} \"");
        AppendEscaped(record.Referer ?? "-");
        _text.Append("\" \"");
        AppendEscaped(record.UserAgent ?? "-");
        _text.Append("\"\n");
        foreach (ReadOnlyMemory<char> chunk in _text.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, line);
        }
    }

    // What a client sent must not look like the end of its field or line; \xHH is how web servers write it.
    private void AppendEscaped(string value)
    {
        foreach (char c in value)
        {
            if (c is '"' or '\\' || char.IsControl(c))
            {
                _text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
            }
            else
            {
                _text.Append(c);
            }
        }
    }
}
