// Holds both forms of the access log to their fields, and to what a hostile client might send.
using System.Net;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Proxy.Events;
using Weir.Proxy.Metrics;
using Weir.Proxy.Primitives;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Logging;

public sealed class AccessLogTests : IDisposable
{
    private readonly LogPump _pump = new();
    private readonly MemoryStream _written = new();
    private readonly MemoryStream _errors = new();
    private readonly ManualTime _time = new();

    private readonly LogDrops _drops = new();

    private readonly AccessRecord _record = new()
    {
        Listener = "web",
        Route = "*/v1",
        Cluster = "api",
        Backend = "127.0.0.1:9100",
        Client = SocketEndpoint.FromAddress(IPAddress.Parse("192.0.2.7"), 4711),
        Texts = Texts("/a\"b", "curl\n8\u00e9"),
        Status = 200,
        BytesIn = 120,
        BytesOut = 340,
        ContentBytes = 126,
        Attempts = 1,
        QueueUs = 0,
        ConnectUs = 405,
        FirstByteUs = 1_017,
        DurationUs = 1_234,
        HttpMinorVersion = 1,
    };

    public void Dispose()
    {
        _pump.Dispose();
        _written.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void A_json_line_has_every_field_in_its_place()
    {
        Open(AccessLogFormat.Json).Write(in _record);
        _pump.ServeAll();
        JsonElement line = LogLines.Parse(_written).ShouldHaveSingleItem();
        line.GetRawText()
            .ShouldBe(
                """{"timestamp":"2026-11-23T13:37:57.123Z","level":"info","event":"access","listener":"web","route":"*/v1","cluster":"api","backend":"127.0.0.1:9100","client":"192.0.2.7:4711","method":"GET","path":"/a\"b","host":"a:81","protocol":"HTTP/1.1","status":200,"error":null,"detail":null,"bytesIn":120,"bytesOut":340,"attempts":1,"queueMs":0.000,"connectMs":0.405,"firstByteMs":1.017,"durationMs":1.234,"userAgent":"curl\u000a8\u00e9","requestId":"f00"}"""
            );
    }

    [Fact]
    public void A_combined_line_cannot_be_broken_by_what_a_client_sent()
    {
        Open(AccessLogFormat.Combined).Write(in _record);
        _pump.ServeAll();
        Encoding
            .UTF8.GetString(_written.ToArray())
            .ShouldBe(
                """192.0.2.7 - - [23/Nov/2026:13:37:57 +0000] "GET /a\"b HTTP/1.1" 200 126 "-" "curl\n8\xe9" """.TrimEnd()
                    + "\n"
            );
    }

    [Fact]
    public void A_request_without_a_readable_head_is_a_dash_in_the_combined_form()
    {
        Open(AccessLogFormat.Combined)
            .Write(_record with { Texts = new(), Status = 400, ContentBytes = 0 });
        _pump.ServeAll();
        Encoding
            .UTF8.GetString(_written.ToArray())
            .ShouldContain(""" "-" 400 - "-" "-" """.TrimEnd());
    }

    [Fact]
    public void Whatever_a_client_sends_a_json_line_is_json()
    {
        AccessLog log = Open(AccessLogFormat.Json);
        for (int b = 0; b < 256; b++)
        {
            var texts = new RequestTexts();
            texts.Set(RequestText.RequestId, [(byte)'<', (byte)b, (byte)'>']);
            log.Write(_record with { Texts = texts });
        }

        _pump.ServeAll();
        LogLines
            .Parse(_written)
            .Select(line => line.Text("requestId"))
            .ShouldBe(Enumerable.Range(0, 256).Select(b => $"<{(char)b}>"));
    }

    [Fact]
    public void Text_in_UTF8_stays_as_it_is()
    {
        var texts = new RequestTexts();
        texts.Set(RequestText.RequestId, "\u00e9\u4f60"u8);
        Open(AccessLogFormat.Json).Write(_record with { Texts = texts });
        _pump.ServeAll();
        LogLines.Parse(_written).Single().Text("requestId").ShouldBe("\u00e9\u4f60");
    }

    [Fact]
    public void A_line_costs_no_allocation_on_either_thread()
    {
        AccessLog log = Open(AccessLogFormat.Json, capacity: 4);
        AllocatedBytes
            .Of(
                () =>
                {
                    _written.SetLength(0);
                    log.Write(in _record);
                    _pump.ServeAll();
                },
                warmUp: 10,
                repetitions: 10
            )
            .ShouldBe(0);
    }

    [Fact]
    public void An_idle_log_sleeps_until_the_next_record_and_then_writes_at_its_own_pace()
    {
        AccessLog log = Open(AccessLogFormat.Json);
        _pump.ServeAll().ShouldBe(Timeout.Infinite);
        log.Write(in _record);
        _pump.ServeAll().ShouldBeGreaterThan(0);
        log.Write(in _record);
        log.Write(in _record);
        _pump.ServeAll();
        _pump.ServeAll().ShouldBe(Timeout.Infinite);
        LogLines.Parse(_written).Length.ShouldBe(3);
    }

    [Fact]
    public void Records_that_do_not_fit_are_told_in_the_event_log()
    {
        AccessLog log = Open(AccessLogFormat.Json, capacity: 2);
        for (int i = 0; i < 5; i++)
        {
            log.Write(in _record);
        }

        _pump.ServeAll();
        _pump.ServeAll();
        LogLines.Parse(_written).Length.ShouldBe(2);
        JsonElement told = LogLines.Parse(_errors).ShouldHaveSingleItem();
        told.Text("source").ShouldBe("accessLog");
        told.GetProperty("count").GetInt32().ShouldBe(3);
        _drops.Access.ShouldBe(3);
    }

    [Fact]
    public void What_was_written_before_the_end_arrives_and_what_comes_after_is_lost_quietly()
    {
        AccessLog log = Open(AccessLogFormat.Json);
        log.Write(in _record);
        log.Dispose();
        log.Write(in _record);
        _pump.ServeAll();
        log.Write(in _record);
        _pump.ServeAll();
        LogLines.Parse(_written).Length.ShouldBe(2);
        _written.CanWrite.ShouldBeFalse();
    }

    private static RequestTexts Texts(string path, string userAgent)
    {
        var texts = new RequestTexts();
        texts.Set(RequestText.Method, "GET"u8);
        texts.Set(RequestText.Path, Encoding.Latin1.GetBytes(path));
        texts.Set(RequestText.Host, "a:81"u8);
        texts.Set(RequestText.UserAgent, Encoding.Latin1.GetBytes(userAgent));
        texts.Set(RequestText.RequestId, "f00"u8);
        return texts;
    }

    private AccessLog Open(AccessLogFormat format, int capacity = RecordRing.DefaultCapacity) =>
        new(
            _pump,
            LogOutput.ToStream(_written),
            new()
            {
                Config = new() { Format = format },
                Workers = 1,
                Errors = new(_pump, LogOutput.ToStream(_errors), LogLevel.Info, time: _time),
                Drops = _drops,
                Capacity = capacity,
                Time = _time,
            }
        );
}
