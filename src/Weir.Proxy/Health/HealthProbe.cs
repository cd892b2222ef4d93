// One check under way: connects and, for http, asks and reads the head of the answer. Used again for each check of its backend.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Backends;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Health;

/// <summary>
/// A check goes from endpoint to endpoint until one works; its timeout covers the whole, and each endpoint gets an even part of
/// what is left, so that a silent one does not use up the others' time. A block is held only while bytes are in it.
/// </summary>
internal sealed class HealthProbe(HealthCheck check, ProbeTools tools) : IChannelOwner
{
    private readonly BackendState _backend = check.Backend;
    private HealthCheckConfig _config = new();
    private SocketEndpoint[] _endpoints = [];
    private Channel? _channel;
    private Block? _request;
    private int _first;
    private int _tried;
    private long _startedUs;
    private long _endUs;
    private int _headStart;
    private bool _isConnected;
    private bool _ranShort;

    public HealthCheck Check => check;

    public bool IsRunning { get; private set; }

    /// <summary>When the present attempt is given up, in microseconds of the reactor's clock.</summary>
    public long DeadlineUs { get; private set; }

    /// <summary>True while the request waits for a free block; <see cref="OnTurn"/> tries again.</summary>
    public bool IsWaitingForBlock { get; private set; }

    // A check that says nothing must not be seen either: servers count who connects and leaves as failed handshakes, log it, and
    // some (MySQL) block an address that does so often.
    private bool IsSilent => _config.Type == HealthCheckType.Tcp;

    private long ElapsedUs => tools.Reactor.NowUs - _startedUs;

    /// <summary>Starts a check; the backend has at least one endpoint.</summary>
    public void Start()
    {
        _config = check.Settings.HealthCheck;
        _endpoints = _backend.Endpoints;
        _first = _backend.PreferredEndpoint;
        _tried = 0;
        _ranShort = false;
        _startedUs = tools.Reactor.NowUs;
        _endUs = _startedUs + (_config.TimeoutMs * 1000);
        IsRunning = true;
        TryNext();
    }

    /// <summary>Once each turn: ends an attempt whose time is up.</summary>
    public void OnTurn(long nowUs)
    {
        if (nowUs >= DeadlineUs)
        {
            string during = _isConnected ? "waiting for the answer" : "connecting";
            CloseChannel();
            Fail($"timed out after {ProbeText.Duration(nowUs - _startedUs)} ({during})");
        }
        else if (IsWaitingForBlock)
        {
            SendRequest();
        }
    }

    /// <summary>Ends the check without a result, wherever it stands.</summary>
    public void Abandon()
    {
        IsRunning = false;
        tools.Reactor.Blocks.ReturnStranded(_request);
        _request = null;
        CloseChannel();
    }

    public void OnConnected(Channel channel, IoStatus status)
    {
        if (status != IoStatus.Ok)
        {
            _channel = null; // it has closed itself
            _ranShort |= status == IoStatus.NoResources;
            Fail(ProbeText.OfConnect(status, ElapsedUs));
            return;
        }

        _isConnected = true;
        if (_config.Type == HealthCheckType.Http)
        {
            SendRequest();
        }
        else
        {
            Succeed($"connected in {ProbeText.Duration(ElapsedUs)}");
        }
    }

    public void OnSent(Channel channel, Block block, IoStatus status)
    {
        tools.Reactor.Blocks.Return(block);
        if (status == IoStatus.Ok)
        {
            channel.Receive();
        }
        else
        {
            Lose(status);
        }
    }

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        if (status == IoStatus.Ok && block is not null)
        {
            if (_headStart < 0)
            {
                _headStart = offset;
            }

            ReadHead(channel, block, offset + count);
            return;
        }

        if (block is not null)
        {
            tools.Reactor.Blocks.Return(block);
        }

        Lose(status);
    }

    private void TryNext()
    {
        int left = _endpoints.Length - _tried;
        int index = (int)((uint)(_first + _tried) % (uint)_endpoints.Length);
        long nowUs = tools.Reactor.NowUs;
        DeadlineUs = nowUs + (long.Max(0, _endUs - nowUs) / left);
        _tried++;
        _isConnected = false;
        _headStart = -1;
        _channel = tools.Reactor.Connect(
            _endpoints[index],
            this,
            IsSilent ? ConnectKind.Unseen : ConnectKind.Usual
        );
    }

    private void SendRequest()
    {
        IsWaitingForBlock = !tools.Reactor.Blocks.TryRent(out Block? block);
        if (block is null)
        {
            return;
        }

        _request = block;
        int length = ProbeText.WriteRequest(_config, _backend.Config, block.Bytes);
        if (length == 0)
        {
            _request = null;
            tools.Reactor.Blocks.Return(block);
            CloseChannel();
            Fail("the request does not fit a block");
            return;
        }

        _channel!.Send(block, 0, length); // connected, so there is one
        _request = null; // the channel's, until it was sent
    }

    private void ReadHead(Channel channel, Block block, int end)
    {
        ResponseParse parse;
        while (true)
        {
            int room = block.Bytes.Length - Limits.BlockTailroomBytes - _headStart;
            parse = ResponseHeadParser.Parse(
                block.Bytes.AsSpan(_headStart, end - _headStart),
                new HeadLimits(int.Min(Limits.MaxHeaderBytes, room), tools.Head.Fields.Capacity),
                HttpMethod.Get,
                tools.Head
            );
            if (parse.Status != ParseStatus.Complete || !tools.Head.IsInterim)
            {
                break;
            }

            _headStart += parse.HeadLength;
        }

        if (parse.Status == ParseStatus.NeedMore)
        {
            channel.Receive(block, end);
            return;
        }

        int code = tools.Head.StatusCode;
        tools.Reactor.Blocks.Return(block);
        if (parse.Status == ParseStatus.Complete && IsExpected(code))
        {
            Succeed($"answered {code} in {ProbeText.Duration(ElapsedUs)}");
            return;
        }

        CloseChannel();
        Fail(
            parse.Status == ParseStatus.Complete
                ? ProbeText.OfStatus(code, _config)
                : $"not an HTTP answer: {parse.ErrorDetail}"
        );
    }

    private bool IsExpected(int code)
    {
        foreach (StatusRange range in _config.Expect)
        {
            if (range.Contains(code))
            {
                return true;
            }
        }

        return false;
    }

    private void Lose(IoStatus status)
    {
        CloseChannel();
        Fail(ProbeText.OfLoss(status, ElapsedUs));
    }

    private void Succeed(string outcome)
    {
        CloseChannel();
        // The workers connect there first, unless the name resolves to others by now.
        if (ReferenceEquals(_backend.Endpoints, _endpoints))
        {
            _backend.PreferredEndpoint = (_first + _tried - 1) % _endpoints.Length;
        }

        IsRunning = false;
        tools.OnEnded(check, true, outcome);
    }

    private void Fail(string outcome)
    {
        if (_tried < _endpoints.Length && tools.Reactor.NowUs < _endUs)
        {
            TryNext();
            return;
        }

        IsRunning = false;
        if (_endpoints.Length > 1)
        {
            outcome += $", the last of {_tried} addresses";
        }

        tools.OnEnded(check, _ranShort ? null : false, outcome);
    }

    private void CloseChannel()
    {
        IsWaitingForBlock = false;
        if (IsSilent)
        {
            _channel?.Reset();
        }
        else
        {
            _channel?.Close();
        }

        _channel = null;
    }
}
