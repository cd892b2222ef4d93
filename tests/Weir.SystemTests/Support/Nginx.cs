// Debian's nginx as a peer that nobody here wrote.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Weir.SystemTests.Support;

/// <summary>One nginx process (no master) with a prefix of its own; answers 200 with its name.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private readonly DirectoryInfo _prefix = Directory.CreateTempSubdirectory("weir-nginx-");
    private readonly IPAddress _host = LoopbackAddress.Next();
    private Process? _process;

    private Nginx(string name)
    {
        File.WriteAllText(
            Path.Combine(_prefix.FullName, "nginx.conf"),
            $$"""
            daemon off; master_process off; pid nginx.pid; error_log stderr crit;
            events { worker_connections 8192; }
            http {
              map $http_x_post_id $is_noted { default 1; "" 0; }
              log_format post_id "$http_x_post_id";
              access_log posts.log post_id if=$is_noted;
              keepalive_requests 1000000; client_body_temp_path body; proxy_temp_path proxy;
              fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi; root .;
              server {
                listen {{_host}}:8080 backlog=4096 reuseport;
                location / { return 200 "{{name}}"; }
                location /files/ { }
              }
            }
            """
        );
        Directory.CreateDirectory(Path.Combine(_prefix.FullName, "files"));
    }

    public string Address => $"{_host}:8080";

    /// <summary>Starts one; skips the test where nginx is not installed.</summary>
    public static async Task<Nginx> StartAsync(string name)
    {
        Assert.SkipUnless(File.Exists(Program), "nginx is not installed");
        var nginx = new Nginx(name);
        await nginx.StartAsync();
        return nginx;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in new[] { "-p", _prefix.FullName, "-c", "nginx.conf" })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start);
        await Eventually.Until(IsUpAsync, "nginx listens");
    }

    public int Pid => _process?.Id ?? throw new InvalidOperationException("it does not run");

    /// <summary>The <c>X-Post-Id</c> of each request that had one, as often as it came.</summary>
    public string[] PostIds()
    {
        string path = Path.Combine(_prefix.FullName, "posts.log");
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    /// <summary>The bytes at <c>/files/name</c>.</summary>
    public void PutFile(string name, byte[] bytes) =>
        File.WriteAllBytes(Path.Combine(_prefix.FullName, "files", name), bytes);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _prefix.Delete(recursive: true);
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            using var probe = new TcpClient(AddressFamily.InterNetwork);
            await probe.ConnectAsync(_host, 8080);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
