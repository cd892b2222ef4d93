// Runs one worker on a thread of its own, weir-reactor-N.
using Weir.Proxy.Io;
using Weir.Proxy.Workers;

namespace Weir.Composition;

/// <summary>A worker and its thread. A failure of the loop is a defect: it is logged, and the process ends rather than serve half.</summary>
internal sealed class WorkerThread
{
    private readonly Thread _thread;
    private readonly Reactor _reactor;
    private readonly Action<string> _onDefect;

    public WorkerThread(Worker worker, Reactor reactor, int index, Action<string> onDefect)
    {
        Worker = worker;
        _reactor = reactor;
        _onDefect = onDefect;
        _thread = new Thread(Run) { Name = $"weir-reactor-{index}", IsBackground = true };
    }

    public Worker Worker { get; }

    public void Start() => _thread.Start();

    /// <summary>Stops the worker and waits for its thread.</summary>
    public void Stop()
    {
        Worker.PostStop();
        // A start that failed, on a busy port say, never came to start the threads.
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        try
        {
            while (!Worker.IsStopped)
            {
                Worker.RunOnce();
            }

            _reactor.Dispose();
        }
        catch (Exception defect)
        {
            _onDefect(defect.ToString());
        }
    }
}
