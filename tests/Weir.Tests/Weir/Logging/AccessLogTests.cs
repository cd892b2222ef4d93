// Holds both forms of the access log to their fields, and to what a hostile client might send.
using System.Net;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.Logging;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Logging;

public sealed class AccessLogTests : IDisposable
{
    private readonly LogPump _pump = new();
    private readonly MemoryStream _written = new();
    private readonly MemoryStream _errors = new();
    private readonly ManualTime _time = new();

    private readonly AccessRecord _record = new()
    {
        Listener = "web",
        Route = "*/v1",
        Cluster = "api",
        Backend = "127.0.0.1:9100",
        Client = SocketEndpoint.FromAddress(IPAddress.Parse("192.0.2.7"), 4711),
        Method = "GET",
        Path = "/a\"b\u00e9",
        Status = 200,
        BytesIn = 120,
        BytesOut = 340,
        Attempts = 1,
        DurationUs = 1_234,
        RequestId = "f00",
        HttpMinorVersion = 1,
        UserAgent = "curl\n8",
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
                """{"timestamp":"2026-11-23T13:37:57.123Z","level":"info","event":"access","listener":"web","route":"*/v1","cluster":"api","backend":"127.0.0.1:9100","client":"192.0.2.7:4711","method":"GET","path":"/a\"bé","status":200,"error":null,"bytesIn":120,"bytesOut":340,"attempts":1,"durationMs":1.234,"requestId":"f00"}"""
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
                """192.0.2.7 - - [23/Nov/2026:13:37:57 +0000] "GET /a\x22bé HTTP/1.1" 200 340 "-" "curl\x0A8" """.TrimEnd()
                    + "\n"
            );
    }

    [Fact]
    public void A_request_without_a_readable_head_is_a_dash_in_the_combined_form()
    {
        Open(AccessLogFormat.Combined)
            .Write(_record with { Method = null, Path = null, Status = 400, UserAgent = null });
        _pump.ServeAll();
        Encoding
            .UTF8.GetString(_written.ToArray())
            .ShouldContain(""" "-" 400 340 "-" "-" """.TrimEnd());
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

    private AccessLog Open(AccessLogFormat format, int capacity = AccessLog.DefaultCapacity) =>
        new(
            _pump,
            LogOutput.ToStream(_written),
            format,
            new Logger(_pump, LogOutput.ToStream(_errors), LogLevel.Info, time: _time),
            capacity,
            _time
        );
}
