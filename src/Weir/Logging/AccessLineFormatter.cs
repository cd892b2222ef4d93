// The two forms of an access log line. Owned by the log thread.
using Weir.Configuration.Process;
using Weir.Proxy.Events;

namespace Weir.Logging;

/// <summary>Formats access records as JSON or in the combined format of web servers, without allocation.</summary>
internal sealed class AccessLineFormatter(AccessLogFormat format)
{
    private readonly LineTime _time = new();

    /// <summary>Adds one line with its newline.</summary>
    public void Format(RecordSlot slot, LineBuffer line)
    {
        if (format == AccessLogFormat.Json)
        {
            FormatJson(slot.UtcTicks, in slot.Record, line);
        }
        else
        {
            FormatCombined(slot.UtcTicks, in slot.Record, line);
        }
    }

    private void FormatJson(long utcTicks, in AccessRecord record, LineBuffer line)
    {
        line.Append("{\"timestamp\":\""u8);
        _time.AppendRfc3339(utcTicks, line);
        line.Append("\",\"level\":\"info\",\"event\":\"access\",\"listener\":"u8);
        line.AppendJson(record.Listener);
        line.Append(",\"route\":"u8);
        line.AppendJson(record.Route);
        line.Append(",\"cluster\":"u8);
        line.AppendJson(record.Cluster);
        line.Append(",\"backend\":"u8);
        line.AppendJson(record.Backend);
        line.Append(",\"client\":"u8);
        line.AppendJson(record.Client);
        line.Append(",\"method\":"u8);
        AppendText(record.Texts, RequestText.Method, line);
        line.Append(",\"path\":"u8);
        AppendText(record.Texts, RequestText.Path, line);
        line.Append(",\"host\":"u8);
        AppendText(record.Texts, RequestText.Host, line);
        line.Append(",\"protocol\":"u8);
        line.Append(
            !record.Texts.Has(RequestText.Method) ? "null"u8
            : record.HttpMinorVersion == 0 ? "\"HTTP/1.0\""u8
            : "\"HTTP/1.1\""u8
        );
        line.Append(",\"status\":"u8);
        line.Append(record.Status);
        line.Append(",\"error\":"u8);
        line.AppendJson(record.Error);
        line.Append(",\"detail\":"u8);
        line.AppendJson(record.Detail);
        line.Append(",\"bytesIn\":"u8);
        line.Append(record.BytesIn);
        line.Append(",\"bytesOut\":"u8);
        line.Append(record.BytesOut);
        line.Append(",\"attempts\":"u8);
        line.Append(record.Attempts);
        AppendTimes(in record, line);
        line.Append(",\"userAgent\":"u8);
        AppendText(record.Texts, RequestText.UserAgent, line);
        line.Append(",\"requestId\":"u8);
        AppendText(record.Texts, RequestText.RequestId, line);
        line.Append("}\n"u8);
    }

    private static void AppendTimes(in AccessRecord record, LineBuffer line)
    {
        line.Append(",\"queueMs\":"u8);
        line.AppendMs(record.QueueUs);
        line.Append(",\"connectMs\":"u8);
        line.AppendMs(record.ConnectUs);
        line.Append(",\"firstByteMs\":"u8);
        if (record.FirstByteUs < 0)
        {
            line.Append("null"u8);
        }
        else
        {
            line.AppendMs(record.FirstByteUs);
        }

        line.Append(",\"durationMs\":"u8);
        line.AppendMs(record.DurationUs);
    }

    // %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" of mod_log_config; %b is the content alone, - for none.
    private void FormatCombined(long utcTicks, in AccessRecord record, LineBuffer line)
    {
        RequestTexts texts = record.Texts;
        line.AppendAddress(record.Client);
        line.Append(" - - ["u8);
        _time.AppendCommonLog(utcTicks, line);
        line.Append("] \""u8);
        if (texts.Has(RequestText.Method))
        {
            line.AppendQuoted(texts.Get(RequestText.Method));
            line.Append(" "u8);
            line.AppendQuoted(texts.Get(RequestText.Path));
            line.Append(record.HttpMinorVersion == 0 ? " HTTP/1.0"u8 : " HTTP/1.1"u8);
        }
        else
        {
            line.Append("-"u8);
        }

        line.Append("\" "u8);
        line.Append(record.Status);
        line.Append(" "u8);
        if (record.ContentBytes > 0)
        {
            line.Append(record.ContentBytes);
        }
        else
        {
            line.Append("-"u8);
        }

        line.Append(" \""u8);
        AppendField(texts, RequestText.Referer, line);
        line.Append("\" \""u8);
        AppendField(texts, RequestText.UserAgent, line);
        line.Append("\"\n"u8);
    }

    private static void AppendText(RequestTexts texts, RequestText text, LineBuffer line)
    {
        if (texts.Has(text))
        {
            line.AppendJson(texts.Get(text));
        }
        else
        {
            line.Append("null"u8);
        }
    }

    private static void AppendField(RequestTexts texts, RequestText text, LineBuffer line)
    {
        if (texts.Has(text))
        {
            line.AppendQuoted(texts.Get(text));
        }
        else
        {
            line.Append("-"u8);
        }
    }
}
